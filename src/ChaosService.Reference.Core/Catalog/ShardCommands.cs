using System.Collections.Immutable;
using System.Globalization;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>Where what is stored lies.</summary>
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
        var shard = new Shard(id, command.Time, [.. dealt], [ShardStatus.Stable], null);
        var changed = state.With(command.Database, command.Table, table with { Shards = table.Shards.Add(id, shard) });
        return (changed with { LastShardId = id }, new Answer(201));
    }

    /// <summary>Begins a move. To ask for the same again, while it goes on, changes nothing.</summary>
    public static (CatalogState State, Answer Answer) Move(CatalogState state, MoveShard command)
    {
        var accepted = new Answer(202, "shard move initiated");
        if (!ulong.TryParse(command.ShardId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return (state, Answer.BadRequest($"'{command.ShardId}' is no shard id: give a whole number"));
        if (TableCommands.Find(state, command.Database, command.Table, out var table) is { } noTable) return (state, noTable);
        if (!table!.Shards.TryGetValue(id, out var shard)) return (state, Answer.NotFound($"shard {id}"));
        if (NodeCommands.Find(state, command.TargetNodeId, out var target) is { } noNode) return (state, noNode);
        if (shard.Target == target!.Id) return (state, accepted);
        if (shard.IsMoving) return (state, new Answer(409, $"shard {id} is moving to node {shard.Target}"));
        if (target.Status != NodeStatus.Active) return (state, Answer.BadRequest($"node {target.Id} is {target.Status}, not Active"));
        if (shard.Partitions.All(p => p.Contains(target.Id)))
            return (state, Answer.BadRequest($"node {target.Id} holds shard {id} already"));
        var moving = shard with { Target = target.Id, History = shard.History.Add(ShardStatus.MigratingSnapshot) };
        return (state.With(command.Database, command.Table, table with { Shards = table.Shards.SetItem(id, moving) }), accepted);
    }
}
