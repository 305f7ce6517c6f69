using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Makes the tables and shards that a write needs and that are not there.</summary>
internal sealed class TablePreparer(CatalogReplica replica, CatalogClient catalog, NodeSettings settings)
{
    private long Width => settings.ShardWidth.Ticks * 100;

    /// <returns>A catalog that has them all, or why there is none.</returns>
    public async Task<(CatalogState? State, Answer? Failure)> PrepareAsync(
        string database, IReadOnlyList<Point> points, CancellationToken cancellation)
    {
        var state = replica.State;
        var missing = Missing(state, database, points).ToList();
        if (missing.Count == 0) return (state, null);
        foreach (var command in missing)
        {
            var answer = await catalog.ProposeAsync(command, cancellation);
            // That somebody else has made it meanwhile is as good.
            if (answer is { IsError: true, Status: not 409 }) return (null, answer);
        }
        var (newest, why) = await catalog.ReadAsync(cancellation);
        if (newest is null) return (null, new Answer(503, why));
        return Missing(newest, database, points).Any()
            ? (null, new Answer(503, "the tables were changed at the same time: try again"))
            : (newest, null);
    }

    private IEnumerable<CatalogCommand> Missing(CatalogState state, string database, IReadOnlyList<Point> points)
    {
        foreach (var name in points.Select(p => p.Table).Distinct())
        {
            var table = state.Table(database, name);
            if (table is null)
            {
                yield return new CreateTable(catalog.Now, database, name, settings.ReplicationFactor);
                yield return new ConfigureSharding(catalog.Now, database, name, settings.ShardKeys, settings.HashPartitions);
            }
            var ranges = points.Where(p => p.Table == name && (table is null || Router.ShardOf(table, p.Time) is null))
                .Select(p => TimeRange.Holding(p.Time, Width)).Distinct();
            foreach (var range in ranges) yield return new CreateShard(catalog.Now, database, name, range);
        }
    }
}
