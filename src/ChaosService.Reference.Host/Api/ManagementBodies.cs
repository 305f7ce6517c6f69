using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Rebalancing;

namespace ChaosService.Reference.Host.Api;

/// <param name="CreatedAt">In ns since 1970; what a client says of it is not looked at.</param>
internal sealed record NodeBody(uint Id, string? RpcAddress, string? HttpAddress, string? Status, long CreatedAt, long UpdatedAt)
{
    public static NodeBody Of(CatalogNode node) =>
        new(node.Id, node.RpcAddress, node.HttpAddress, node.Status, node.CreatedAt, node.UpdatedAt);
}

/// <param name="Format">In which nodes are to write from now on.</param>
internal sealed record FormatBody(int Format);

internal sealed record StatusBody(string? Status);

/// <param name="SourceNodeIdStr">Whose copy moves; left out, it is the first node's of the first partition that the target has not.</param>
internal sealed record MoveBody(
    string? DbName, string? TableName, string? ShardIdStr, string? TargetNodeIdStr, string? SourceNodeIdStr);

internal sealed record AbortBody(string? DbName, string? TableName, string? ShardIdStr);

/// <param name="ReplicationFactor">Of a table that is made; one that is there keeps its own.</param>
internal sealed record ShardingBody(
    string? DbName, string? TableName, IReadOnlyList<string>? ShardKeys, int? NumHashPartitions, int? ReplicationFactor);

internal sealed record TableBody(string? Db, string? Table, int? ReplicationFactor);

/// <param name="Partitions">For each hash partition the nodes that hold it.</param>
/// <param name="NodeIds">All of them.</param>
/// <param name="History">Every status that it has had, the present one last.</param>
/// <param name="MoveId">Of the move that goes on, with its source and target; null when there is none.</param>
/// <param name="IsUndone">The move is given up, and what the target has is being deleted.</param>
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
