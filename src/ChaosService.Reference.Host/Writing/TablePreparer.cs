using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Writing;

/// <summary>Creates missing tables and shards for a write.</summary>
internal sealed class TablePreparer(CatalogReplica replica, CatalogClient catalog, NodeSettings settings, TimeProvider time)
{
    private long Width => settings.ShardWidth.Ticks * 100;

    /// <returns>A catalog that has all of them, or the error.</returns>
    public async Task<(CatalogState? State, Answer Failure)> PrepareAsync(
        string database, IReadOnlyList<Point> points, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(settings.RequestLimit, time);
        var state = replica.State;
        while (true)
        {
            var missing = Missing(state, database, points);
            if (missing.Count == 0) return (state, default);
            var failure = default(Answer);
            foreach (var command in missing)
            {
                var answer = await catalog.ProposeAsync(command, cancellation);
                // It is just as good if another caller has created it meanwhile.
                if (!answer.IsError || answer.Status == 409) continue;
                failure = answer;
                break;
            }
            // A starting cluster has too few nodes for a moment.
            if (failure.IsError && (failure.Status != 503 || late.IsCancellationRequested)) return (null, failure);
            if (failure.IsError) await Task.Delay(settings.Tick, time, cancellation);
            (state, var why) = await catalog.ReadAsync(cancellation);
            if (state is null) return (null, new Answer(503, why));
        }
    }

    /// <summary>Nearly always nothing is missing, so this case must be fast.</summary>
    private List<CatalogCommand> Missing(CatalogState state, string database, IReadOnlyList<Point> points)
    {
        var missing = new List<CatalogCommand>();
        var ranges = new HashSet<(string Table, TimeRange Range)>();
        var (name, table, shard) = ((string?)null, (CatalogTable?)null, (Shard?)null);
        foreach (var point in points)
        {
            if (point.Table != name)
            {
                (name, table, shard) = (point.Table, state.Table(database, point.Table), null);
                if (table is null && !ranges.Any(r => r.Table == name))
                {
                    missing.Add(new CreateTable(catalog.Now, database, name, settings.ReplicationFactor));
                    missing.Add(new ConfigureSharding(catalog.Now, database, name, settings.ShardKeys, settings.HashPartitions));
                }
            }
            if (shard?.Time.Contains(point.Time) == true) continue;
            shard = table is null ? null : Router.ShardOf(table, point.Time);
            if (shard is not null) continue;
            var range = TimeRange.Holding(point.Time, Width);
            if (ranges.Add((name!, range))) missing.Add(new CreateShard(catalog.Now, database, name!, range));
        }
        return missing;
    }
}
