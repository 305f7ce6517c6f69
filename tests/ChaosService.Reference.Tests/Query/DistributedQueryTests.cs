using System.Globalization;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Query.Plans;
using ChaosService.Reference.Core.Query.Results;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Tests.Query;

/// <summary>Every answer is that of plain code over all points, wherever they are.</summary>
public sealed class DistributedQueryTests
{
    private readonly SampleCluster _cluster = new();

    [Fact]
    public void Aggregates_of_everything_are_those_of_all_points()
    {
        var (counts, usages) = (_cluster.Points.Select(p => Field(p, "count")!.Value).ToList(), Usages(_cluster.Points));

        Assert.Equal(
            [[$"{counts.Count}", $"{usages.Count}", $"{counts.Sum()}", $"{usages.Min()}", $"{usages.Max()}", $"{usages.Average()}"]],
            Run("SELECT COUNT(*), COUNT(usage), SUM(count), MIN(usage), MAX(usage), AVG(usage) FROM cpu"));
    }

    [Fact]
    public void Groups_are_those_of_all_points()
    {
        var expected = _cluster.Points.GroupBy(p => p.Tag("region")).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new[] { g.Key ?? "-", $"{g.Count()}", Text(Usages(g) is { Count: > 0 } some ? some.Average() : null) });

        Assert.Equal(expected, Run("SELECT region, COUNT(*), AVG(usage) FROM cpu GROUP BY region ORDER BY region"));
    }

    [Fact]
    public void Buckets_of_time_go_over_the_bounds_of_shards()
    {
        var expected = _cluster.Points.Where(p => p.Time is >= 100 and < 1900)
            .GroupBy(p => p.Time / 300 * 300).OrderByDescending(g => g.Key)
            .Select(g => new[] { $"{g.Key}", $"{g.Max(p => Field(p, "count"))}" }).Take(4);

        Assert.Equal(
            expected,
            Run("SELECT date_bin(INTERVAL '300 nanoseconds', time) AS bucket, MAX(count) FROM cpu WHERE time >= 100 AND time < 1900 "
                + "GROUP BY bucket ORDER BY bucket DESC LIMIT 4"));
    }

    [Fact]
    public void Rows_are_ordered_and_limited_over_all_partitions()
    {
        var expected = _cluster.Points.Where(p => p.Tag("region") == "eu")
            .OrderByDescending(p => Field(p, "count")).ThenBy(p => p.Time).ThenBy(p => p.Tag("host"), StringComparer.Ordinal).Take(25)
            .Select(p => new[] { $"{p.Time}", p.Tag("host")!, $"{Field(p, "count")}" });

        Assert.Equal(expected, Run("SELECT time, host, count FROM cpu WHERE region = 'eu' ORDER BY count DESC, time, host LIMIT 25"));
    }

    [Fact]
    public void Star_is_the_columns_of_the_table_and_a_value_that_is_missing_is_null()
    {
        Assert.Null(SqlParser.Parse("SELECT * FROM cpu WHERE host = 'a' AND time < 400 ORDER BY time", out var select));
        Assert.Null(select!.Expand(["time", "region"], out var expanded));
        Assert.Equal("'time' is no column of the result: select it, too", select.Expand(["region"], out _)!.Message);

        Assert.Equal(
            _cluster.Points.Where(p => p.Tag("host") == "a" && p.Time < 400).Select(p => $"{p.Time} {p.Tag("region") ?? "-"}").Order(),
            Run(expanded).Select(r => $"{r[0]} {r[1]}").Order());
    }

    [Fact]
    public void Nothing_has_one_row_of_aggregates_and_no_group()
    {
        Assert.Equal([["0", "-", "-"]], Run("SELECT COUNT(*), SUM(count), AVG(usage) FROM cpu WHERE time > 9000"));
        Assert.Empty(Run("SELECT host, COUNT(*) FROM cpu WHERE time > 9000 GROUP BY host"));
    }

    [Fact]
    public void Sum_of_integers_is_exact_or_null_and_never_another_number()
    {
        var near = default(PartialAggregate).Add(FieldValue.Of(long.MaxValue)).Add(FieldValue.Of(1L));

        Assert.Null(near.Result(AggregateKind.Sum));
        Assert.Equal(long.MaxValue, near.Add(FieldValue.Of(-1L)).Result(AggregateKind.Sum)!.Value.Integer);
    }

    [Fact]
    public void Bug_average_of_averages_gives_another_average()
    {
        const string sql = "SELECT region, AVG(usage) FROM cpu GROUP BY region";

        Assert.NotEqual(Run(sql), Run(sql, QueryBugs.AverageOfAverages));
    }

    [Fact]
    public void Bug_no_pruning_gives_the_same_rows()
    {
        const string sql = "SELECT time, count FROM cpu WHERE host = 'a' AND time < 900 ORDER BY time, count";

        Assert.Equal(Run(sql), Run(sql, QueryBugs.NoPruning));
    }

    private List<string[]> Run(string sql, QueryBugs bugs = QueryBugs.None)
    {
        Assert.Null(SqlParser.Parse(sql, out var select));
        return Run(select!, bugs);
    }

    private List<string[]> Run(SelectStatement select, QueryBugs bugs = QueryBugs.None)
    {
        Assert.Null(Planner.Plan(_cluster.Catalog, "db", select, self: 1, out var plan, bugs));
        var fragments = plan!.Scans.Select(s => Fragment.Run(select, _cluster.In(s.Shard, s.Partition))).ToList();
        return [.. Merge.Run(select, fragments, bugs).Select(r => r.Select(Text).ToArray())];
    }

    private static List<double> Usages(IEnumerable<Point> points) =>
        [.. points.SelectMany(p => p.Fields).Where(f => f.Key == "usage").Select(f => f.Value.Float)];

    private static long? Field(Point point, string name) => point.Fields.First(f => f.Key == name).Value.Integer;

    private static string Text(FieldValue? value) => value switch
    {
        null => "-",
        { Kind: FieldKind.Text } text => text.Text,
        { Kind: FieldKind.Float } number => Text(number.Float),
        { } number => $"{number.Integer}",
    };

    private static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
