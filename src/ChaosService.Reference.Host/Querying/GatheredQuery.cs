using System.Collections.Immutable;
using System.Text;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query.Plans;
using ChaosService.Reference.Core.Query.Sql;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Querying.Fragments;
using ChaosService.Reference.Host.Settings;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Querying;

/// <summary>A query beyond the small SQL: all points of its tables are gathered, and a local engine answers it.</summary>
internal sealed class GatheredQuery(FragmentReader fragments, NodeSettings settings)
{
    /// <exception cref="QueryFailedException">There is no answer; partial results are never returned.</exception>
    public async Task<ResultTable> RunAsync(
        string database, ImmutableSortedDictionary<string, CatalogTable> tables, string sql, QueryTally tally,
        CancellationToken cancellation)
    {
        using var session = new SqlSession();
        var wanted = session.TablesOf(sql);
        foreach (var (name, table) in tables.Where(t => wanted.Contains(t.Key)))
            session.Add(name, await GatherAsync(database, name, table, tally, cancellation));
        return session.Run(sql);
    }

    /// <summary>The scans that it would make.</summary>
    public string Explain(CatalogState state, string database, string sql)
    {
        using var session = new SqlSession();
        var (text, wanted) = (new StringBuilder(), session.TablesOf(sql));
        foreach (var (name, _) in state.Databases[database].Where(t => wanted.Contains(t.Key)))
        {
            var all = new SelectStatement([], name, SelectStatement.AllTime, [], [], [], null);
            if (Planner.Plan(state, database, all, settings.NodeId, out var plan) is { } error)
                throw new QueryFailedException(error.Status, error.Message ?? "");
            text.Append("GatherExec: table=").Append(name).Append('\n');
            foreach (var line in PlanText.Of(plan!).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                text.Append("  ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private async Task<IReadOnlyList<Point>> GatherAsync(
        string database, string name, CatalogTable table, QueryTally tally, CancellationToken cancellation)
    {
        var parts =
            from shard in table.Shards.Values
            from partition in Enumerable.Range(0, shard.Partitions.Count)
            let nodes = shard.Partitions[partition].OrderByDescending(n => n == settings.NodeId).ToList()
            let address = new FragmentAddress(database, name, new GroupId(shard.Id, partition), nodes)
            select fragments.ReadAsync(address, ScanQuestion.All, tally, cancellation);
        var answers = await Task.WhenAll(parts);
        tally.Partitions += answers.Length;
        tally.PartitionsAsked += answers.Length;
        return [.. answers.SelectMany(a => a.Rows)];
    }
}
