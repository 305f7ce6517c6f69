using System.Globalization;
using System.Text;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Plans;

/// <summary>A plan as EXPLAIN shows it: one operator per line, its inputs below it.</summary>
internal static class PlanText
{
    public static string Of(QueryPlan plan)
    {
        var (text, depth, select) = (new StringBuilder(), 0, plan.Select);
        if (select.Limit is { } limit) Line($"LimitExec: {limit}");
        if (select.OrderBy.Count > 0)
            Line($"SortExec: {string.Join(", ", select.OrderBy.Select(k => k.Name + (k.IsDescending ? " DESC" : " ASC")))}");
        if (select.IsAggregate) Line($"AggregateExec: mode=Final, {Groups(select)}");
        if (plan.Scans.Count == 0) Line("EmptyExec");
        if (plan.Scans.Count > 1) Line("UnionExec");
        foreach (var scan in plan.Scans) text.Append(' ', depth * 2).Append(Scan(scan)).Append('\n');
        return text.Append(CultureInfo.InvariantCulture, $"{plan.Scans.Count} of {plan.Partitions} partitions are asked\n").ToString();

        void Line(string line) => text.Append(' ', depth++ * 2).Append(line).Append('\n');
    }

    private static string Groups(SelectStatement select) =>
        $"gby=[{string.Join(", ", select.GroupBy.Select(g => g is BucketItem b ? $"date_bin({b.Width}ns)" : g.Name))}], "
            + $"aggr=[{string.Join(", ", select.Aggregates.Select(a => $"{a.Kind}".ToUpperInvariant() + $"({a.Column ?? "*"})"))}]";

    private static string Scan(PartitionScan scan)
    {
        var where = $"shard={scan.Shard}, hash_partition={scan.Partition}, time=[{Time(scan.Time.Start)}, {Time(scan.Time.End)})";
        return scan.IsRemote ? $"RemoteScanExec: node={scan.Node} ({scan.Address}), {where}" : $"LocalScanExec: {where}";
    }

    private static string Time(long time) => time.ToString(CultureInfo.InvariantCulture);
}
