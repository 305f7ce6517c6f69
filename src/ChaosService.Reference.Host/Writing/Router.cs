using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Assigns each point to its partition.</summary>
internal sealed class Router(NodeSettings settings)
{
    /// <param name="state">Has the table and the shards of all points.</param>
    /// <param name="lines">The text that the points were read from.</param>
    public (IReadOnlyList<(BatchTarget Target, List<Point> Points)> Batches, IReadOnlyList<LineError> Refused) Route(
        CatalogState state, string database, IReadOnlyList<Point> points, SourceLines lines)
    {
        var refused = new List<LineError>();
        var batches = new Dictionary<GroupId, (BatchTarget Target, List<Point> Points)>();
        var (table, shard, sharding) = ("", (Shard?)null, Sharding.None);
        foreach (var point in points)
        {
            // Consecutive points are mostly of one table and one time range.
            if (shard is null || point.Table != table || !shard.Time.Contains(point.Time))
            {
                (table, shard) = (point.Table, ShardOf(state.Table(database, point.Table)!, point.Time)!);
                // A shard keeps the keys and partitions that it was created with, whatever its table's current sharding is.
                sharding = shard.Sharding;
            }
            var choice = sharding.PartitionOf(point.Tag, settings.PlacementBugs, state.Nodes.Count);
            if (choice.Error is { } error)
            {
                refused.Add(lines.Error(point, error));
                continue;
            }
            var group = new GroupId(shard.Id, choice.Partition);
            if (!batches.TryGetValue(group, out var batch))
                batch = batches[group] = (new(database, point.Table, group, shard.Partitions[choice.Partition]), []);
            batch.Points.Add(point);
        }
        return ([.. batches.Values], refused);
    }

    public static Shard? ShardOf(CatalogTable table, long time)
    {
        foreach (var shard in table.Shards.Values)
            if (shard.Time.Contains(time)) return shard;
        return null;
    }
}
