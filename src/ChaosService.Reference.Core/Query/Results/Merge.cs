using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Results;

/// <summary>The part of a query that the queried node does: it merges the fragments' answers into rows.</summary>
internal static class Merge
{
    /// <param name="fragments">In the order of the plan, which is that of the rows when the query has no ORDER BY.</param>
    public static IReadOnlyList<IReadOnlyList<FieldValue?>> Run(
        SelectStatement select, IReadOnlyList<IReadOnlyList<FragmentRow>> fragments, QueryBugs bugs = QueryBugs.None)
    {
        IEnumerable<IReadOnlyList<FieldValue?>> rows = select.IsAggregate
            ? Grouped(select, fragments, bugs)
            : fragments.SelectMany(f => f).Select(r => r.Key);
        if (select.OrderBy.Count > 0) rows = rows.Order(new RowOrder(select));
        return [.. rows.Take((int)Math.Min(select.Limit ?? int.MaxValue, int.MaxValue))];
    }

    private static IEnumerable<IReadOnlyList<FieldValue?>> Grouped(
        SelectStatement select, IReadOnlyList<IReadOnlyList<FragmentRow>> fragments, QueryBugs bugs)
    {
        var aggregates = select.Aggregates;
        var groups = new GroupTable(aggregates.Count);
        // Without GROUP BY there is one row, even without points.
        if (select.GroupBy.Count == 0) _ = groups[[]];
        foreach (var row in fragments.SelectMany(f => f))
        {
            var partials = groups[row.Key];
            for (var i = 0; i < partials.Length; i++)
            {
                var isMean = aggregates[i].Kind == AggregateKind.Avg && bugs.HasFlag(QueryBugs.AverageOfAverages);
                var partial = row.Aggregates[i];
                partials[i] = partials[i].Merge(isMean ? default(PartialAggregate).Add(partial.Result(AggregateKind.Avg)) : partial);
            }
        }
        return groups.ToRows().Select(row => Row(select, row));
    }

    private static List<FieldValue?> Row(SelectStatement select, FragmentRow group)
    {
        var next = 0;
        return [.. select.Items.Select(item => item is AggregateItem aggregate
            ? group.Aggregates[next++].Result(aggregate.Kind)
            : group.Key[select.GroupBy.ToList().FindIndex(g => SqlParser.IsSame(g, item))])];
    }
}
