using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Host.Api;

/// <param name="CreatedAt">In ns since 1970; what a client says of it is not looked at.</param>
internal sealed record NodeBody(uint Id, string? RpcAddress, string? HttpAddress, string? Status, long CreatedAt, long UpdatedAt)
{
    public static NodeBody Of(CatalogNode node) =>
        new(node.Id, node.RpcAddress, node.HttpAddress, node.Status, node.CreatedAt, node.UpdatedAt);
}

internal sealed record StatusBody(string? Status);

internal sealed record MoveBody(string? DbName, string? TableName, string? ShardIdStr, string? TargetNodeIdStr);

internal sealed record ShardingBody(string? DbName, string? TableName, IReadOnlyList<string>? ShardKeys, int? NumHashPartitions);

internal sealed record TableBody(string? Db, string? Table, int? ReplicationFactor);

/// <param name="Partitions">For each hash partition the nodes that hold it.</param>
/// <param name="History">Every status that it has had, the present one last.</param>
internal sealed record ShardBody(
    string DbName, string TableName, ulong Id, long StartTime, long EndTime, IReadOnlyList<IReadOnlyList<uint>> Partitions,
    string Status, IEnumerable<string> History, uint? TargetNodeId)
{
    public static ShardBody Of(string database, string table, Shard shard) => new(
        database, table, shard.Id, shard.Time.Start, shard.Time.End, shard.Partitions, $"{shard.Status}",
        shard.History.Select(h => $"{h}"), shard.Move?.Target);
}
