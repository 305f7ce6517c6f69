namespace ChaosService.Reference.Core.Raft.Roles;

internal enum ProgressState
{
    /// <summary>The leader searches for the point where the logs diverge: one message at a time.</summary>
    Probe,

    /// <summary>The logs match: entries are sent without waiting for answers.</summary>
    Replicate,

    /// <summary>A snapshot is in flight.</summary>
    Snapshot,
}
