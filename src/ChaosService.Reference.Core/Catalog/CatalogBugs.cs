namespace ChaosService.Reference.Core.Catalog;

/// <summary>Bugs that can be switched on, to show that the checks find them.</summary>
[Flags]
internal enum CatalogBugs
{
    None = 0,

    /// <summary>A node that exists is added again, with 201.</summary>
    DuplicateNodeAccepted = 1,

    /// <summary>The removal of an unknown node is answered with 204.</summary>
    UnknownNodeRemoved = 2,

    /// <summary>A node that still holds shards is removed.</summary>
    UndrainedNodeRemoved = 4,

    /// <summary>Requesting a move again while it is under way starts it again.</summary>
    MoveNotIdempotent = 8,

    /// <summary>A shard is never in MigratingWAL.</summary>
    StatusSkipsAState = 16,

    /// <summary>After a move the target is the only node of its partitions.</summary>
    ReplicationFactorDropsToOne = 32,

    /// <summary>With the log in etcd, an entry is written even if its index is taken.</summary>
    AppendWithoutCompare = 64,
}
