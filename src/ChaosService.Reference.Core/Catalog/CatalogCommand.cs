using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>
/// A change of the catalog, as stored in the log. Ids are kept as they were sent, so that every server refuses the same ones.
/// </summary>
/// <param name="Now">The time of the request, in ns since 1970: a state machine has no clock.</param>
internal abstract record CatalogCommand(long Now);

internal sealed record AddNode(long Now, uint Id, string RpcAddress, string HttpAddress, string Status) : CatalogCommand(Now);

internal sealed record RemoveNode(long Now, string Id) : CatalogCommand(Now);

internal sealed record SetNodeStatus(long Now, string Id, string? Status) : CatalogCommand(Now);

/// <summary>A node reports the newest storage format that it reads, which changes with an upgrade or a downgrade.</summary>
internal sealed record SetNodeFormat(long Now, uint Id, byte Format) : CatalogCommand(Now);

/// <summary>From now on nodes write this storage format. It is never lowered, because written data stays.</summary>
internal sealed record RaiseFormat(long Now, int Format) : CatalogCommand(Now);

internal sealed record CreateTable(long Now, string Database, string Table, int ReplicationFactor) : CatalogCommand(Now);

/// <param name="ShardKeys">Null leaves them as they are, an empty list clears them.</param>
/// <param name="HashPartitions">Null leaves it as it is.</param>
internal sealed record ConfigureSharding(long Now, string Database, string Table, IReadOnlyList<string>? ShardKeys, int? HashPartitions)
    : CatalogCommand(Now);

/// <summary>Creates the shard of a time range, unless it exists.</summary>
internal sealed record CreateShard(long Now, string Database, string Table, TimeRange Time) : CatalogCommand(Now);

/// <param name="SourceNodeId">The node that gives up its copy; null leaves the choice to the catalog.</param>
internal sealed record MoveShard(
    long Now, string Database, string Table, string ShardId, string TargetNodeId, string? SourceNodeId = null) : CatalogCommand(Now);

/// <summary>A move has reached a status. <see cref="ShardStatus.Stable"/> gives the shard to the target.</summary>
internal sealed record AdvanceMove(long Now, ShardAddress Shard, ulong Move, ShardStatus To) : CatalogCommand(Now);

/// <summary>A move must be undone.</summary>
internal sealed record AbortMove(long Now, ShardAddress Shard, ulong Move) : CatalogCommand(Now);

/// <summary>A move is undone.</summary>
internal sealed record FinishAbort(long Now, ShardAddress Shard, ulong Move) : CatalogCommand(Now);
