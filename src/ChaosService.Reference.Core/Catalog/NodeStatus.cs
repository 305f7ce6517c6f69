namespace ChaosService.Reference.Core.Catalog;

/// <summary>The possible statuses of a node.</summary>
internal static class NodeStatus
{
    public const string Active = "Active";
    public const string Draining = "Draining";
    public const string Leaving = "Leaving";

    /// <summary>It does not answer, and its copies are recreated elsewhere.</summary>
    public const string Down = "Down";

    public static IReadOnlyList<string> All { get; } = [Active, "Inactive", Draining, "Joining", Leaving, Down];

    /// <summary>Whether the node's copies must be moved to others.</summary>
    public static bool IsLeaving(string status) => status is Draining or Leaving;
}
