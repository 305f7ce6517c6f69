using ChaosService.Model.Clusters;

namespace ChaosService.Workloads.MerkleKv.Changes;

/// <summary>Where at the broker nodes tell each other of changes.</summary>
internal static class ChangeTopic
{
    private const string PrefixDefault = "merkle_kv";

    /// <param name="prefix">Null: the target's, or else <see cref="PrefixDefault"/>.</param>
    public static string Of(string? prefix, TargetDefinition target) => $"{prefix ?? target.TopicPrefix ?? PrefixDefault}/events";
}
