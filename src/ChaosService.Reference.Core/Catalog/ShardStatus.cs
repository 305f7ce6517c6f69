namespace ChaosService.Reference.Core.Catalog;

/// <summary>How far a shard's move is; in the order in which a move goes through them.</summary>
internal enum ShardStatus
{
    Stable,
    MigratingSnapshot,
    MigratingWAL,
    AwaitingCutover,
    Cleaned,
}
