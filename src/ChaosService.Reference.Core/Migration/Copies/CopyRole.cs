namespace ChaosService.Reference.Core.Migration.Copies;

/// <summary>The role of a node's copy of a shard.</summary>
internal enum CopyRole
{
    /// <summary>There is no copy.</summary>
    None,

    /// <summary>It takes writes.</summary>
    Serving,

    /// <summary>It is the source of a move, and no longer takes writes.</summary>
    Locked,

    /// <summary>It is the target of a move, and takes only the source's records.</summary>
    Receiving,
}
