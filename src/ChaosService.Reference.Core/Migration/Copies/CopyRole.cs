namespace ChaosService.Reference.Core.Migration.Copies;

/// <summary>What a node's copy of a shard is there for.</summary>
internal enum CopyRole
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It takes writes.</summary>
    Serving,

    /// <summary>It is the source of a move, and takes no writes any more.</summary>
    Locked,

    /// <summary>It is the target of a move, and takes nothing but what the source has.</summary>
    Receiving,
}
