using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query.Plans;
using ChaosService.Reference.Core.Query.Results;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Tests.Query;

public sealed class FragmentFormatTests
{
    [Theory]
    [InlineData("SELECT time, host, region, count, usage FROM cpu")]
    [InlineData("SELECT region, COUNT(*), SUM(count), AVG(usage), MIN(usage), MAX(host) FROM cpu GROUP BY region")]
    [InlineData("SELECT SUM(count) FROM cpu WHERE host = 'nobody'")]
    public void Rows_that_were_sent_give_the_same_answer(string sql)
    {
        var cluster = new SampleCluster();
        Assert.Null(SqlParser.Parse(sql, out var select));
        Assert.Null(Planner.Plan(cluster.Catalog, "db", select!, self: 1, out var plan));
        var here = plan!.Scans.Select(s => Fragment.Run(select!, cluster.In(s.Shard, s.Partition))).ToList();

        var sent = here.Select(f => (IReadOnlyList<FragmentRow>)FragmentFormat.Read(FragmentFormat.Write(f))).ToList();

        Assert.Equal(Merge.Run(select!, here), Merge.Run(select!, sent));
    }

    [Fact]
    public void Sum_of_more_than_64_bits_is_sent_whole()
    {
        var sum = default(PartialAggregate).Add(FieldValue.Of(long.MinValue)).Add(FieldValue.Of(long.MinValue)).Add(FieldValue.Of(0.5));

        var sent = Assert.Single(FragmentFormat.Read(FragmentFormat.Write([new([null, FieldValue.Of("a")], [sum])])));

        Assert.Equal(sum, Assert.Single(sent.Aggregates));
        Assert.Equal([null, FieldValue.Of("a")], sent.Key);
    }

    [Fact]
    public void Bytes_that_are_cut_off_are_an_error()
    {
        var bytes = FragmentFormat.Write([new([FieldValue.Of("a"), null], [default(PartialAggregate).Add(FieldValue.Of(1L))])]);

        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<FormatException>(() => FragmentFormat.Read(bytes.AsMemory(0, length)));
    }

    [Fact]
    public void Condition_on_a_field_that_is_a_text_holds_for_that_field()
    {
        Assert.Null(SqlParser.Parse("SELECT COUNT(*) FROM m WHERE s = 'x'", out var select));
        var points = LineParser.Parse("m s=\"x\" 1\nm s=\"y\" 2\nm s=1 3\nm,s=x f=1 4", Precision.Nanosecond, 0).Points;

        Assert.Equal([[FieldValue.Of(2L)]], Merge.Run(select!, [Fragment.Run(select!, points)]));
    }

    [Theory]
    [InlineData("EXPLAIN SELECT 1", "SELECT 1", true)]
    [InlineData(" explain\n SELECT 1", "SELECT 1", true)]
    [InlineData("SELECT explain FROM t", "SELECT explain FROM t", false)]
    [InlineData("EXPLAINED", "EXPLAINED", false)]
    public void Text_says_whether_it_asks_for_the_plan(string text, string sql, bool isExplained)
    {
        var query = QueryText.Of(text);

        Assert.Equal((sql, isExplained), (query.Sql.Trim(), query.IsExplained));
    }
}
