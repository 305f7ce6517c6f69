namespace ChaosService.Reference.Core.Raft.Roles;

internal enum ProgressState
{
    /// <summary>The leader looks for the place where the logs part: one message at a time.</summary>
    Probe,

    /// <summary>The logs agree: entries are sent without waiting for the answer.</summary>
    Replicate,

    /// <summary>A snapshot is on its way.</summary>
    Snapshot,
}
