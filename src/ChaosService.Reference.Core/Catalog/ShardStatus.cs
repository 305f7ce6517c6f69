namespace ChaosService.Reference.Core.Catalog;

/// <summary>The progress of a shard's move; in the order of a move.</summary>
internal enum ShardStatus
{
    Stable,
    MigratingSnapshot,
    MigratingWAL,
    AwaitingCutover,
    Cleaned,
}
