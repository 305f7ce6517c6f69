namespace ChaosService.Workloads.MerkleKv.Changes;

/// <summary>Where at the broker nodes tell each other of changes.</summary>
internal static class ChangeTopic
{
    public const string PrefixDefault = "merkle_kv";

    public static string Of(string prefix) => $"{prefix}/events";
}
