using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Querying;

/// <summary>
/// A client's query: the points of its tables are gathered from the nodes that hold them, and SQL is asked of all of them.
/// </summary>
internal sealed class QueryRunner(PartitionReader partitions, CatalogClient catalog, NodeMetrics metrics)
{
    /// <exception cref="QueryFailedException">There is no answer; never a part of one.</exception>
    public async Task<Rows> RunAsync(string database, string sql, CancellationToken cancellation)
    {
        using var timed = metrics.Query();
        try
        {
            var rows = await AnswerAsync(database, sql, cancellation);
            metrics.Queries.WithLabels("ok").Inc();
            metrics.RowsReturned.Inc(rows.Values.Count);
            return rows;
        }
        catch (QueryFailedException)
        {
            metrics.Queries.WithLabels("failed").Inc();
            throw;
        }
    }

    private async Task<Rows> AnswerAsync(string database, string sql, CancellationToken cancellation)
    {
        var (state, why) = await catalog.ReadAsync(cancellation);
        if (state is null) throw new QueryFailedException(503, why!);
        if (!state.Databases.TryGetValue(database, out var tables)) throw new QueryFailedException(404, $"database '{database}' not found");
        using var session = new SqlSession();
        var wanted = session.TablesOf(sql);
        foreach (var (name, table) in tables.Where(t => wanted.Contains(t.Key)))
            session.Add(name, await GatherAsync(database, name, table, cancellation));
        return session.Run(sql);
    }

    private async Task<IReadOnlyList<Point>> GatherAsync(
        string database, string name, CatalogTable table, CancellationToken cancellation)
    {
        var parts =
            from shard in table.Shards.Values
            from partition in Enumerable.Range(0, shard.Partitions.Count)
            let id = new GroupId(shard.Id, partition)
            select partitions.ReadAsync(database, name, id, shard.Partitions[partition], cancellation);
        return [.. (await Task.WhenAll(parts)).SelectMany(p => p)];
    }
}
