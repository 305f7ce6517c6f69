using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query.Plans;
using ChaosService.Reference.Core.Query.Results;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Querying.Fragments;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Querying;

/// <summary>A query answered by the plan's partitions, each where its points are.</summary>
internal sealed class PlannedQuery(FragmentReader fragments, NodeSettings settings)
{
    /// <exception cref="QueryFailedException">There is no answer; partial results are never returned.</exception>
    public async Task<ResultTable> RunAsync(
        string database, CatalogTable table, QueryPlan plan, string sql, QueryTally tally, CancellationToken cancellation)
    {
        var select = plan.Select;
        if (select.Items.Count == 0) return await StarAsync(database, table, plan, tally, cancellation);
        var parts = await AskAsync(database, table, plan, new SqlQuestion(sql, select), tally, cancellation);
        Check(plan, ColumnsOf(parts));
        return FieldCells.Table(select, Merge.Run(select, [.. parts.Select(p => p.Rows)], settings.QueryBugs));
    }

    /// <summary>The columns of * are known only when the points have arrived.</summary>
    private async Task<ResultTable> StarAsync(
        string database, CatalogTable table, QueryPlan plan, QueryTally tally, CancellationToken cancellation)
    {
        var scan = new ScanQuestion(plan.Select.Time, plan.Select.Tags);
        var parts = await AskAsync(database, table, plan, scan, tally, cancellation);
        var columns = ColumnsOf(parts);
        if (columns.Count == 0) return new([ColumnUse.Time], []);
        Check(plan, columns);
        if (plan.Select.Expand([ColumnUse.Time, .. columns.Select(c => c.Name)], out var select) is { } error)
            throw new QueryFailedException(400, $"{error}");
        return FieldCells.Table(select, Merge.Run(select, [.. parts.Select(p => Fragment.Run(select, p.Rows))], settings.QueryBugs));
    }

    private Task<Part<T>[]> AskAsync<T>(
        string database, CatalogTable table, QueryPlan plan, Question<T> question, QueryTally tally, CancellationToken cancellation) =>
        Task.WhenAll(plan.Scans.Select(s => fragments.ReadAsync(
            new(database, plan.Select.Table, new GroupId(s.Shard, s.Partition), NodesOf(table, s)), question, tally, cancellation)));

    /// <summary>The plan's node first; then the others that hold the same.</summary>
    private static IReadOnlyList<uint> NodesOf(CatalogTable table, PartitionScan scan) =>
        [.. table.Shards[scan.Shard].Partitions[scan.Partition].OrderByDescending(n => n == scan.Node)];

    private static IReadOnlyList<Column> ColumnsOf<T>(IEnumerable<Part<T>> parts) => ColumnSet.Of(parts.SelectMany(p => p.Columns)).All;

    /// <summary>
    /// A column that no partition has is an error when all were read. A partition that was pruned may have it: then it is null here.
    /// </summary>
    private static void Check(QueryPlan plan, IReadOnlyList<Column> columns)
    {
        var known = columns.ToDictionary(c => c.Name);
        var unknown = ColumnUse.Named(plan.Select).FirstOrDefault(n => !known.ContainsKey(n));
        if (unknown is not null && columns.Count > 0 && plan.Scans.Count == plan.Partitions)
            throw new QueryFailedException(
                400, $"table '{plan.Select.Table}' has no column '{unknown}': it has time, {string.Join(", ", known.Keys)}");
        var text = ColumnUse.Summed(plan.Select).FirstOrDefault(
            n => known.TryGetValue(n, out var c) && c.Kind is null or FieldKind.Text);
        if (text is not null)
            throw new QueryFailedException(400, $"column '{text}' is a text, which has no sum and no mean: count it, or take MIN or MAX");
    }
}
