using System.Globalization;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>Moves a shard's copy to another node; 202 is expected: the move has begun.</summary>
internal sealed class ShardMoveKind(TimeProvider time) : IActionKind
{
    private const int ShardsMax = 10_000;

    public string Name => "shard-move";

    public string Summary => "a copy of a shard is moved to another node";

    public ActionParameters? Bind(MapReader reader)
    {
        var node = ManagementKeys.Node(reader);
        reader.Require("table", "name the table as the workload calls it: write 'table: register'");
        var table = reader.Text("table");
        var shard = reader.Integer("shard", 0, ShardsMax) ?? 0;
        var to = reader.Integer("to", 0, uint.MaxValue);
        var status = ManagementKeys.Status(reader, 202);
        return node is null || table is null || status is null || (to is null && reader.Has("to"))
            ? null
            : new TableParameters(node, table, (int)shard, to, null, null, status);
    }

    public string DryRun(ActionParameters parameters)
    {
        var move = (TableParameters)parameters;
        var to = move.To is { } id ? $"node {id}" : "the first node that has the least of it";
        return $"ask {move.Node} to move shard {move.Shard} of the table {move.Table} to {to}, "
            + $"answered by {string.Join(" or ", move.Status)}";
    }

    public IAction Create(ActionParameters parameters, ICluster cluster)
    {
        var move = (TableParameters)parameters;
        return new TableAction(move, cluster, time, shards => Call(move, shards, cluster.DatabaseNodesEver().Count));
    }

    private static ManagementCall? Call(TableParameters move, IReadOnlyList<ShardPage> shards, int nodes)
    {
        if (shards.Count <= move.Shard) return null;
        var shard = shards[move.Shard];
        var parts = Enumerable.Range(1, nodes).ToLookup(id => shard.Partitions.Count(p => p.Contains((uint)id)));
        // With many partitions every node has some of them: a node qualifies if it does not have all.
        var fewest = parts.Where(p => p.Key < shard.Partitions.Count).MinBy(p => p.Key)?.First();
        if ((move.To ?? fewest) is not { } target) return null;
        var body = TableAction.Json(
            ("db_name", shard.DbName), ("table_name", shard.TableName),
            ("shard_id_str", shard.Id.ToString(CultureInfo.InvariantCulture)),
            ("target_node_id_str", target.ToString(CultureInfo.InvariantCulture)));
        return new ManagementCall(move.Node, "POST", "/api/v3/cluster/shards/move", body, move.Status);
    }
}
