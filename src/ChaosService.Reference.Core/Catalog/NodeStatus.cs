namespace ChaosService.Reference.Core.Catalog;

/// <summary>What a node may be said to be.</summary>
internal static class NodeStatus
{
    public const string Active = "Active";

    public static IReadOnlyList<string> All { get; } = [Active, "Inactive", "Draining", "Joining", "Leaving", "Down"];
}
