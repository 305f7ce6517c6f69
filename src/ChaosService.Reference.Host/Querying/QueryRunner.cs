using System.Diagnostics;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Query.Plans;
using ChaosService.Reference.Core.Query.Sql;
using ChaosService.Reference.Host.Cluster;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Querying.Fragments;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Querying;

/// <summary>A client's query, from its text to its answer.</summary>
internal sealed class QueryRunner(
    PlannedQuery planned, GatheredQuery gathered, CatalogClient catalog, NodeSettings settings, NodeMetrics metrics, NodeSpans spans,
    RecentRequests recent, TimeProvider time, ILogger<QueryRunner> log)
{
    /// <exception cref="QueryFailedException">There is no answer; partial results are never returned.</exception>
    public async Task<ResultTable> RunAsync(string database, string text, CancellationToken cancellation)
    {
        using var timed = metrics.Query();
        using var span = spans.Start("query", ActivityKind.Server, database);
        var (tally, at, started) = (new QueryTally(), catalog.Now, time.GetTimestamp());
        try
        {
            var rows = await AnswerAsync(database, QueryText.Of(text), tally, cancellation);
            metrics.Queries.WithLabels("ok").Inc();
            span.End("ok");
            metrics.RowsReturned.Inc(rows.Values.Count);
            QueryingLog.Answered(
                log, database, settings.NodeId, "ok", rows.Values.Count, tally.PartitionsAsked, tally.Partitions);
            Note(200, null, rows.Values.Count);
            return rows;
        }
        catch (QueryFailedException failure)
        {
            metrics.Queries.WithLabels("failed").Inc();
            span.End("failed", failure.Message);
            QueryingLog.Failed(log, database, settings.NodeId, "failed", failure.Status, failure.Message);
            Note(failure.Status, failure.Message, 0);
            throw;
        }

        void Note(int status, string? error, int rows) => recent.Queries.Add(new(
            at, time.GetElapsedTime(started).TotalSeconds, $"{Activity.Current?.TraceId}", database, text, tally.Way, status, error, rows,
            tally.PartitionsAsked, tally.Partitions, tally.Nodes));
    }

    private async Task<ResultTable> AnswerAsync(string database, QueryText query, QueryTally tally, CancellationToken cancellation)
    {
        var (state, why) = await catalog.ReadAsync(cancellation);
        if (state is null) throw new QueryFailedException(503, why!);
        if (!state.Databases.TryGetValue(database, out var tables)) throw new QueryFailedException(404, $"database '{database}' not found");
        if (PlanOf(state, database, query.Sql) is not { } plan)
        {
            tally.Way = "gathered";
            return query.IsExplained
                ? Explained(gathered.Explain(state, database, query.Sql))
                : await gathered.RunAsync(database, tables, query.Sql, tally, cancellation);
        }
        (tally.Way, tally.PartitionsAsked, tally.Partitions) = ("planned", plan.Scans.Count, plan.Partitions);
        return query.IsExplained
            ? Explained(PlanText.Of(plan))
            : await planned.RunAsync(database, tables[plan.Select.Table], plan, query.Sql, tally, cancellation);
    }

    /// <returns>Null for a query beyond the small SQL.</returns>
    private QueryPlan? PlanOf(CatalogState state, string database, string sql)
    {
        if (SqlParser.Parse(sql, out var select) is not null) return null;
        if (ColumnUse.Summed(select!).Contains(ColumnUse.Time)) return null;
        if (Planner.Plan(state, database, select!, settings.NodeId, out var plan, settings.QueryBugs, settings.PlacementBugs) is { } error)
            throw new QueryFailedException(error.Status, error.Message ?? "");
        return plan;
    }

    private static ResultTable Explained(string plan) => new(["plan_type", "plan"], [["physical_plan", plan]]);
}
