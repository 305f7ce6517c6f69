using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Makes the tables and shards that a write needs and that are not there.</summary>
internal sealed class TablePreparer(CatalogReplica replica, CatalogClient catalog, NodeSettings settings, TimeProvider time)
{
    private long Width => settings.ShardWidth.Ticks * 100;

    /// <returns>A catalog that has them all, or why there is none.</returns>
    public async Task<(CatalogState? State, Answer Failure)> PrepareAsync(
        string database, IReadOnlyList<Point> points, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        var state = replica.State;
        while (true)
        {
            var missing = Missing(state, database, points).ToList();
            if (missing.Count == 0) return (state, default);
            var failure = default(Answer);
            foreach (var command in missing)
            {
                var answer = await catalog.ProposeAsync(command, cancellation);
                // That somebody else has made it meanwhile is as good.
                if (!answer.IsError || answer.Status == 409) continue;
                failure = answer;
                break;
            }
            // A cluster that is being started has too few nodes for a moment.
            if (failure.IsError && (failure.Status != 503 || late.IsCancellationRequested)) return (null, failure);
            if (failure.IsError) await Task.Delay(settings.Tick, time, cancellation);
            (state, var why) = await catalog.ReadAsync(cancellation);
            if (state is null) return (null, new Answer(503, why));
        }
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
