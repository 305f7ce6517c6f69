namespace ChaosService.Reference.Core.Migration.Calls;

/// <summary>A coordinator's calls to nodes, in the order of a successful move. Each may be repeated.</summary>
internal enum MigrationRpc
{
    /// <summary>To the source: it has a copy that can be sent.</summary>
    PrepareShardSnapshot,

    /// <summary>To the target: it has taken the source's snapshot.</summary>
    ApplyShardSnapshot,

    /// <summary>To the target: it has everything that the source had at the time of the call.</summary>
    SignalWalStreamProcessed,

    /// <summary>To the source: it takes no more writes, and the target has all that it ever took.</summary>
    LockShardWrites,

    /// <summary>To the target when it owns the shard, or to the source when a move is given up: it takes writes.</summary>
    UnlockShardWrites,

    /// <summary>To the source when the target owns the shard, or to the target when a move is given up.</summary>
    DeleteShardData,
}
