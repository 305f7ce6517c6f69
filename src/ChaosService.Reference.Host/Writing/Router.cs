using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Says which partition each point belongs to.</summary>
internal sealed class Router(NodeSettings settings)
{
    /// <param name="state">Has the table and the shards of all points.</param>
    /// <param name="lines">The text that the points were read from, a line each.</param>
    public (IReadOnlyList<PartitionBatch> Batches, IReadOnlyList<LineError> Refused) Route(
        CatalogState state, string database, IEnumerable<Point> points, string[] lines)
    {
        var refused = new List<LineError>();
        var batches = new Dictionary<GroupId, (PartitionBatch Batch, List<Point> Points)>();
        foreach (var point in points)
        {
            var table = state.Table(database, point.Table)!;
            var choice = table.Sharding.PartitionOf(point.Tag, settings.PlacementBugs, state.Nodes.Count);
            if (choice.Error is { } error)
            {
                refused.Add(new(lines[point.Line - 1], point.Line, error));
                continue;
            }
            var shard = ShardOf(table, point.Time)!;
            // A shard keeps the partitions that it was made with, whatever its table is divided into now.
            var partition = choice.Partition % shard.Partitions.Count;
            var group = new GroupId(shard.Id, partition);
            if (!batches.TryGetValue(group, out var found))
            {
                var collected = new List<Point>();
                found = batches[group] = (new(database, point.Table, group, shard.Partitions[partition], collected), collected);
            }
            found.Points.Add(point);
        }
        return ([.. batches.Values.Select(b => b.Batch)], refused);
    }

    public static Shard? ShardOf(CatalogTable table, long time) => table.Shards.Values.FirstOrDefault(s => s.Time.Contains(time));
}
