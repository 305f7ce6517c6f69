using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>Where data is stored.</summary>
internal static class ShardCommands
{
    public static (CatalogState State, Answer Answer) Create(CatalogState state, CreateShard command)
    {
        if (command.Time.Start >= command.Time.End) return (state, Answer.BadRequest("the range of time is empty"));
        if (TableCommands.Find(state, command.Database, command.Table, out var table) is { } error) return (state, error);
        if (table!.Shards.Values.FirstOrDefault(s => s.Time.Overlaps(command.Time)) is { } there)
            return (state, there.Time == command.Time ? new Answer(200) : new Answer(409, $"shard {there.Id} has a part of that time"));
        List<uint> nodes = [.. state.Nodes.Values.Where(n => n.Status == NodeStatus.Active).Select(n => n.Id)];
        if (nodes.Count < table.ReplicationFactor)
            return (state, new Answer(503, $"{table.ReplicationFactor} copies need as many active nodes, and there are {nodes.Count}"));
        var id = state.LastShardId + 1;
        var dealt = Replicas.Deal(nodes, table.Sharding.HashPartitions, table.ReplicationFactor, (int)(id % (ulong)nodes.Count));
        var shard = new Shard(id, command.Time, table.Sharding.ShardKeys, [.. dealt], [ShardStatus.Stable], null);
        var changed = state.With(command.Database, command.Table, table with { Shards = table.Shards.Add(id, shard) });
        return (changed with { LastShardId = id }, new Answer(201));
    }
}
