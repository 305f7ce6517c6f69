using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Tests.Query;

public sealed class SqlParserTests
{
    [Fact]
    public void Query_is_read_with_all_its_parts()
    {
        Assert.Null(SqlParser.Parse(
            "SELECT date_bin(INTERVAL '5 minutes', time) AS bucket, host, COUNT(*), AVG(usage) AS mean FROM cpu "
                + "WHERE time >= '2026-01-31T12:00:00Z' AND time < 1800000000000000000 AND host = 'it''s' AND \"group\" = 'b' "
                + "GROUP BY bucket, host ORDER BY mean DESC, host LIMIT 10;", out var select));

        Assert.Equal(["bucket", "host", "COUNT(*)", "mean"], select!.Items.Select(i => i.Name));
        Assert.Equal(("cpu", 300_000_000_000), (select.Table, Assert.IsType<BucketItem>(select.GroupBy[0]).Width));
        Assert.Equal((1_769_860_800_000_000_000, 1_800_000_000_000_000_000), (select.Time.Start, select.Time.End));
        Assert.Equal(("it's", "b", null), (select.Tag("host"), select.Tag("group"), select.Tag("region")));
        Assert.Equal([("mean", true), ("host", false)], select.OrderBy.Select(k => (k.Name, k.IsDescending)));
        Assert.Equal(10, select.Limit);
    }

    [Theory]
    [InlineData("time > 5 AND time <= 9", 6, 10)]
    [InlineData("time >= 5 AND time < 9 AND time >= 3 AND time < 20", 5, 9)]
    [InlineData("time = 7", 7, 8)]
    [InlineData("time >= -3", -3, long.MaxValue)]
    [InlineData("time < '1970-01-01T00:00:00.000000010Z'", long.MinValue, 10)]
    [InlineData("time < '2000-03-01'", long.MinValue, 951_868_800_000_000_000)]
    [InlineData("time < '1969-12-31T23:59:59Z'", long.MinValue, -1_000_000_000)]
    public void Bounds_of_time_are_one_range(string conditions, long start, long end)
    {
        Assert.Null(SqlParser.Parse($"SELECT usage FROM cpu WHERE {conditions}", out var select));
        Assert.Equal((start, end), (select!.Time.Start, select.Time.End));
    }

    [Theory]
    [InlineData("", "SQL, character 1: the end where SELECT is expected")]
    [InlineData("DROP TABLE cpu", "SQL, character 1: 'DROP' where SELECT is expected")]
    [InlineData("SELECT usage", "SQL, character 13: the end where FROM is expected")]
    [InlineData("SELECT usage FROM cpu WHERE usage > 5", "SQL, character 35: '>' where = is expected")]
    [InlineData(
        "SELECT usage FROM cpu WHERE host = 'a' OR host = 'b'",
        "SQL, character 40: 'OR' is beyond what is understood here: nothing more is expected")]
    [InlineData("SELECT usage FROM cpu WHERE host = 'a", "SQL, character 36: a quote is not closed")]
    [InlineData(
        "SELECT usage FROM cpu WHERE time > 'noon'",
        "SQL, character 36: 'noon' where a time, in ns since 1970 or as '2026-01-31T12:00:00Z', is expected")]
    [InlineData(
        "SELECT usage FROM cpu WHERE time > '2026-02-30'",
        "SQL, character 36: '2026-02-30' where a time, in ns since 1970 or as '2026-01-31T12:00:00Z', is expected")]
    [InlineData(
        "SELECT host, COUNT(*) FROM cpu",
        "SQL, character 1: 'host' is neither an aggregate nor in GROUP BY: it has no single value in a group")]
    [InlineData("SELECT * FROM cpu GROUP BY host", "SQL, character 1: * cannot be grouped: name the columns")]
    [InlineData("SELECT usage FROM cpu ORDER BY host", "SQL, character 32: 'host' is no column of the result: select it, too")]
    [InlineData("SELECT usage FROM cpu LIMIT -1", "SQL, character 29: '-1' where a whole number from 0 on, how many rows, is expected")]
    [InlineData(
        "SELECT a FROM cpu; SELECT b FROM cpu",
        "SQL, character 20: 'SELECT' is beyond what is understood here: nothing more is expected")]
    [InlineData("SELECT a ? FROM cpu", "SQL, character 10: '?' is no part of a query")]
    public void Error_names_the_place_and_what_is_expected(string sql, string expected) =>
        Assert.Equal(expected, $"{SqlParser.Parse(sql, out _)}");

    [Fact]
    public void Text_of_any_kind_is_a_query_or_an_error()
    {
        var random = new Random(5);
        var words = "SELECT FROM WHERE time cpu * , ( ) ' \" AVG GROUP BY 9 - = >= ü".Split(' ');
        for (var i = 0; i < 20_000; i++)
        {
            var sql = string.Join(random.Next(2) == 0 ? " " : "", random.GetItems(words, random.Next(12)));
            Assert.Equal(SqlParser.Parse(sql, out var select) is null, select is not null);
        }
    }
}
