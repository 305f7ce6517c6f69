using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Plans;

/// <summary>Decides which partitions can hold a row of the result, and which node to ask for each.</summary>
internal static class Planner
{
    /// <param name="self">The queried node, which reads its own partitions itself.</param>
    /// <param name="placement">The same as for writes; otherwise rows would be searched in the wrong places.</param>
    /// <returns>The error, or null.</returns>
    public static Answer? Plan(
        CatalogState catalog, string database, SelectStatement select, uint self, out QueryPlan? plan,
        QueryBugs bugs = QueryBugs.None, PlacementBugs placement = PlacementBugs.None)
    {
        plan = null;
        if (TableCommands.Find(catalog, database, select.Table, out var table) is { } error) return error;
        var shards = table!.Shards.Values.OrderBy(s => s.Time.Start).ToList();
        var scans = new List<PartitionScan>();
        foreach (var shard in shards)
        {
            foreach (var partition in PartitionsOf(shard, select, bugs, placement, catalog.Nodes.Count))
            {
                if (Choose(catalog, shard.Partitions[partition], self) is not { } node)
                    return new Answer(503, $"no node that holds partition {partition} of shard {shard.Id} is Active: "
                        + $"it is on {string.Join(", ", shard.Partitions[partition].Select(n => $"node {n}"))}");
                scans.Add(new(shard.Id, partition, node.Id, node.RpcAddress, node.Id != self, shard.Time));
            }
        }
        plan = new(select, scans, shards.Sum(s => s.Partitions.Count));
        return null;
    }

    /// <summary>Conditions on all shard keys select one partition; conditions on only some of them exclude none.</summary>
    private static IEnumerable<int> PartitionsOf(Shard shard, SelectStatement select, QueryBugs bugs, PlacementBugs placement, int nodes)
    {
        var all = Enumerable.Range(0, shard.Partitions.Count);
        if (bugs.HasFlag(QueryBugs.NoPruning)) return all;
        if (select.Time.Start >= select.Time.End || !shard.Time.Overlaps(select.Time)) return [];
        var choice = shard.Sharding.PartitionOf(select.Tag, placement, nodes);
        return choice.MissingKey is null ? [choice.Partition] : all;
    }

    private static CatalogNode? Choose(CatalogState catalog, IReadOnlyList<uint> holders, uint self)
    {
        var nodes = holders.Where(catalog.Nodes.ContainsKey).Select(n => catalog.Nodes[n]).ToList();
        return nodes.Find(n => n.Id == self) ?? nodes.Find(n => n.Status == NodeStatus.Active) ?? nodes.Find(n => n.Status == "Draining");
    }
}
