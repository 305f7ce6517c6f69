using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Rebalancing;

namespace ChaosService.Reference.Host.Api;

/// <param name="CreatedAt">In ns since 1970; ignored in requests.</param>
internal sealed record NodeBody(uint Id, string? RpcAddress, string? HttpAddress, string? Status, long CreatedAt, long UpdatedAt)
{
    public static NodeBody Of(CatalogNode node) =>
        new(node.Id, node.RpcAddress, node.HttpAddress, node.Status, node.CreatedAt, node.UpdatedAt);
}

/// <param name="Format">The format that nodes write from now on.</param>
internal sealed record FormatBody(int Format);

internal sealed record StatusBody(string? Status);

/// <param name="SourceNodeIdStr">The node whose copy moves; default: first node of the first partition that the target lacks.</param>
internal sealed record MoveBody(
    string? DbName, string? TableName, string? ShardIdStr, string? TargetNodeIdStr, string? SourceNodeIdStr);

internal sealed record AbortBody(string? DbName, string? TableName, string? ShardIdStr);

/// <param name="ReplicationFactor">Of a new table; an existing one keeps its own.</param>
internal sealed record ShardingBody(
    string? DbName, string? TableName, IReadOnlyList<string>? ShardKeys, int? NumHashPartitions, int? ReplicationFactor);

internal sealed record TableBody(string? Db, string? Table, int? ReplicationFactor);

/// <param name="Partitions">For each hash partition the nodes that hold it.</param>
/// <param name="NodeIds">The nodes of all partitions.</param>
/// <param name="History">Its statuses so far, the current one last.</param>
/// <param name="MoveId">Of the current move, with its source and target; null when there is none.</param>
/// <param name="IsUndone">The move is given up, and the target's copy is being deleted.</param>
internal sealed record ShardBody(
    string DbName, string TableName, ulong Id, long StartTime, long EndTime, IReadOnlyList<string> ShardKeys,
    IReadOnlyList<IReadOnlyList<uint>> Partitions, IEnumerable<uint> NodeIds, string Status, IEnumerable<string> History, ulong? MoveId,
    uint? SourceNodeId, uint? TargetNodeId, bool IsUndone)
{
    public static ShardBody Of(string database, string table, Shard shard) => new(
        database, table, shard.Id, shard.Time.Start, shard.Time.End, shard.ShardKeys, shard.Partitions,
        shard.Partitions.SelectMany(p => p).Distinct().Order(), $"{shard.Status}", shard.History.Select(h => $"{h}"), shard.Move?.Id,
        shard.Move?.Source, shard.Move?.Target, shard.Move is { IsAborting: true });
}

internal sealed record PlannedMoveBody(string DbName, string TableName, ulong ShardId, uint SourceNodeId, uint TargetNodeId)
{
    public static PlannedMoveBody Of(PlannedMove move) =>
        new(move.Shard.Database, move.Shard.Table, move.Shard.Shard, move.Source, move.Target);
}
