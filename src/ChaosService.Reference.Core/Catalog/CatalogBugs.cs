namespace ChaosService.Reference.Core.Catalog;

/// <summary>Faults that can be switched on, so that what looks for them can be shown to find them.</summary>
[Flags]
internal enum CatalogBugs
{
    None = 0,

    /// <summary>A node that is there is added again, with 201.</summary>
    DuplicateNodeAccepted = 1,

    /// <summary>The removal of a node that is not there is answered with 204.</summary>
    UnknownNodeRemoved = 2,

    /// <summary>A node is removed that still holds shards.</summary>
    UndrainedNodeRemoved = 4,

    /// <summary>To ask for a move again, while it goes on, begins it again.</summary>
    MoveNotIdempotent = 8,

    /// <summary>A shard is never in MigratingWAL.</summary>
    StatusSkipsAState = 16,

    /// <summary>After a move the target is the only node of its partitions.</summary>
    ReplicationFactorDropsToOne = 32,

    /// <summary>Where the log is in etcd, an entry is written whether its place is free or not.</summary>
    AppendWithoutCompare = 64,
}
