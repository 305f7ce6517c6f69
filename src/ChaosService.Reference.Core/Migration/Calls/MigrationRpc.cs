namespace ChaosService.Reference.Core.Migration.Calls;

/// <summary>What a coordinator asks of nodes, in the order in which a move that goes well does. Each may be asked more than once.</summary>
internal enum MigrationRpc
{
    /// <summary>Of the source: it has a copy that can be sent.</summary>
    PrepareShardSnapshot,

    /// <summary>Of the target: it has taken the source's snapshot.</summary>
    ApplyShardSnapshot,

    /// <summary>Of the target: it has all that the source had when it was asked.</summary>
    SignalWalStreamProcessed,

    /// <summary>Of the source: it takes no more writes, and the target has all that it ever took.</summary>
    LockShardWrites,

    /// <summary>Of the target when it owns the shard, or of the source when a move is given up: it takes writes.</summary>
    UnlockShardWrites,

    /// <summary>Of the source when the target owns the shard, or of the target when a move is given up.</summary>
    DeleteShardData,
}
