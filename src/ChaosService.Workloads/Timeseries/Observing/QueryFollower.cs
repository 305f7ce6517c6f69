using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries.Observing;

/// <summary>The queries that a node received since the previous poll. Not safe for concurrent polls.</summary>
internal sealed class QueryFollower(NodePages pages, string node, TableNames tables)
{
    private QueryPage? _last;
    private OpValue _told = OpValue.None;

    /// <summary>Returns the previous value when there is nothing new: only a change becomes a line of the history.</summary>
    public async Task<OpValue> LookAsync(CancellationToken stop)
    {
        if (await pages.IdAsync(node, stop) is not { } id || await NewAsync(stop) is not { } queries) return _told = OpValue.None;
        if (queries.Length == 0 && _told.Kind != OpValueKind.None) return _told;
        List<ServedQuery> own = [.. queries.Select(Served).OfType<ServedQuery>()];
        var gone = queries.Length > 0 && _last is { } last ? queries[0].Number - last.Number - 1 : 0;
        _last = queries.LastOrDefault() ?? _last;
        ServedQuery[] latest = [.. own.TakeLast(QueriesView.QueriesMax)];
        return _told = new QueriesView(id, latest, gone + own.Count - latest.Length).ToValue();
    }

    /// <summary>The last known query is requested as well: a node that no longer has it was restarted.</summary>
    private async Task<QueryPage[]?> NewAsync(CancellationToken stop)
    {
        if (await pages.QueriesAsync(node, Math.Max(0, (_last?.Number ?? 0) - 1), stop) is not { } queries) return null;
        if (_last is not { } last || (queries is [var next, ..] && next.Number > last.Number)) return queries;
        if (queries is [var same, ..] && (same.Number, same.At) == (last.Number, last.At)) return queries[1..];
        _last = null;
        return await pages.QueriesAsync(node, 0, stop);
    }

    private ServedQuery? Served(QueryPage query) =>
        QueryConditions.Of(query.Sql) is { } asked && tables.Called(asked.Table) is { } table
            ? new ServedQuery(
                query.Number, table, asked.Tags, asked.FromNs, asked.UntilNs, (long)(query.Seconds * 1e9), query.Status == 200,
                [.. query.Nodes.Select(n => new QueryShare($"{n.NodeId}", n.Partitions ?? [], n.PointsScanned, n.BytesScanned))])
            : null;
}
