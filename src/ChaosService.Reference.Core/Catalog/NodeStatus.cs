namespace ChaosService.Reference.Core.Catalog;

/// <summary>What a node may be said to be.</summary>
internal static class NodeStatus
{
    public const string Active = "Active";
    public const string Draining = "Draining";
    public const string Leaving = "Leaving";

    /// <summary>It does not answer, and what it holds is made elsewhere again.</summary>
    public const string Down = "Down";

    public static IReadOnlyList<string> All { get; } = [Active, "Inactive", Draining, "Joining", Leaving, Down];

    /// <summary>Whether what the node holds is to be moved to others.</summary>
    public static bool IsLeaving(string status) => status is Draining or Leaving;
}
