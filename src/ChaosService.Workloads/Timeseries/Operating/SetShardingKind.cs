using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>Changes the sharding of a table's future shards; 200 is expected.</summary>
internal sealed class SetShardingKind(TimeProvider time) : IActionKind
{
    private const int PartitionsMax = 100_000;

    public string Name => "set-sharding";

    public string Summary => "a table gets other shard keys, or another number of partitions";

    public ActionParameters? Bind(MapReader reader)
    {
        var node = ManagementKeys.Node(reader);
        reader.Require("table", "name the table as the workload calls it: write 'table: register'");
        var table = reader.Text("table");
        var keys = reader.Texts("keys");
        // 0 is accepted here: how the cluster answers it is worth a test.
        var partitions = reader.Integer("partitions", 0, PartitionsMax);
        var status = ManagementKeys.Status(reader, 200);
        if (keys is null && !reader.Has("partitions"))
            reader.Problems.Add(reader.Place, "nothing would be set", null, "write 'keys: [host]', 'partitions: 4' or both");
        return node is null || table is null || status is null || (keys is null && partitions is null)
            ? null
            : new TableParameters(node, table, 0, null, keys is null ? null : [.. keys.Select(k => k.Text)], partitions, status);
    }

    public string DryRun(ActionParameters parameters)
    {
        var set = (TableParameters)parameters;
        var keys = set.Keys is { } k ? $" the shard keys [{string.Join(", ", k)}]" : "";
        var partitions = set.Partitions is { } p ? $" {p} partitions" : "";
        var both = string.Join(" and", ((string[])[keys, partitions]).Where(t => t.Length > 0));
        return $"ask {set.Node} to give the table {set.Table}{both}, answered by {string.Join(" or ", set.Status)}";
    }

    public IAction Create(ActionParameters parameters, ICluster cluster)
    {
        var set = (TableParameters)parameters;
        return new TableAction(set, cluster, time, shards => Call(set, shards));
    }

    private static ManagementCall? Call(TableParameters set, IReadOnlyList<ShardPage> shards)
    {
        if (shards.Count == 0) return null;
        var body = TableAction.Json(
            ("db_name", shards[0].DbName), ("table_name", shards[0].TableName), ("shard_keys", set.Keys),
            ("num_hash_partitions", set.Partitions));
        return new ManagementCall(set.Node, "PUT", "/api/v3/cluster/tables/sharding", body, set.Status);
    }
}
