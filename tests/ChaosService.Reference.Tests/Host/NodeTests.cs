using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Tests.Host;

/// <summary>One node that is a cluster of its own.</summary>
public sealed class NodeTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync(1);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task What_is_written_is_read_with_its_types()
    {
        var written = await _cluster.WriteAsync(
            1, "cpu,host=a\\ b f=1.5,i=-3i,u=18446744073709551615u,b=t,s=\"x, \\\"y\\\"\" 1000000000\n");
        var read = await _cluster.QueryAsync(1, "SELECT * FROM cpu");

        Assert.Equal(204, written.Status);
        Assert.Equal(
            """[{"time":"1970-01-01T00:00:01","host":"a b","b":true,"f":1.5,"i":-3,"s":"x, \"y\"","u":18446744073709551615}]""", read.Body);
    }

    [Fact]
    public async Task Point_of_the_same_series_and_time_replaces_the_fields_that_it_names()
    {
        await _cluster.WriteAsync(1, "cpu,host=a x=1i,y=1i 1\ncpu,host=b x=9i 1");
        await _cluster.WriteAsync(1, "cpu,host=a x=2i 1");

        var read = await _cluster.QueryAsync(1, "SELECT x, y FROM cpu WHERE host = 'a'");

        Assert.Equal("""[{"x":2,"y":1}]""", read.Body);
    }

    [Fact]
    public async Task Bad_lines_are_named_and_the_good_ones_stored()
    {
        var written = await _cluster.WriteAsync(1, "cpu x=1i 1\ncpu x=oops 2\ncpu x=3i 3");

        Assert.Equal(400, written.Status);
        Assert.Equal("partial write of line protocol occurred", written.Json.GetProperty("error").GetString());
        var line = Assert.Single(written.Json.GetProperty("data").EnumerateArray());
        Assert.Equal((2, "cpu x=oops 2"), (line.GetProperty("line_number").GetInt32(), line.GetProperty("original_line").GetString()));
        Assert.Equal(2, await _cluster.CountAsync(1, "cpu"));
    }

    [Fact]
    public async Task Write_that_must_be_whole_stores_nothing_when_a_line_is_bad()
    {
        await _cluster.WriteAsync(1, "cpu x=1i 1");

        var written = await _cluster.WriteAsync(1, "cpu x=2i 2\ncpu x=oops 3", "&accept_partial=false");

        Assert.Equal(400, written.Status);
        Assert.Equal(1, await _cluster.CountAsync(1, "cpu"));
    }

    [Theory]
    [InlineData("SELECT COUNT(*) AS n, AVG(x) AS a, SUM(x) AS s FROM cpu", """[{"n":3,"a":2.0,"s":6}]""")]
    [InlineData("SELECT host, MAX(x) AS x FROM cpu GROUP BY host ORDER BY host", """[{"host":"a","x":2},{"host":"b","x":3}]""")]
    [InlineData("SELECT x FROM cpu WHERE time >= '1970-01-01T00:00:00.000000002' ORDER BY time", """[{"x":2},{"x":3}]""")]
    [InlineData("SELECT x FROM cpu WHERE host = 'nobody'", "[]")]
    public async Task Query_is_answered(string sql, string expected)
    {
        await _cluster.WriteAsync(1, "cpu,host=a x=1i 1\ncpu,host=a x=2i 2\ncpu,host=b x=3i 3");

        var read = await _cluster.QueryAsync(1, sql);

        Assert.Equal((200, expected.Replace("2.0", "2")), (read.Status, read.Body));
    }

    [Theory]
    [InlineData("jsonl", "{\"host\":\"a\",\"x\":1}\n{\"host\":\"b,c\"}\n")]
    [InlineData("csv", "host,x\r\na,1\r\n\"b,c\",\r\n")]
    public async Task Answer_comes_in_the_format_that_is_asked_for(string format, string expected)
    {
        await _cluster.WriteAsync(1, "cpu,host=a x=1i 1\ncpu,host=b\\,c y=2i 2");

        var read = await _cluster.QueryAsync(1, "SELECT host, x FROM cpu ORDER BY time", $"&format={format}");

        Assert.Equal(expected, read.Body);
    }

    [Theory]
    [InlineData("SELEC 1", 400, "the query cannot be read")]
    [InlineData("SELECT nothing FROM cpu", 400, "nothing")]
    [InlineData("SELECT * FROM nowhere", 404, "nowhere")]
    [InlineData("COPY (SELECT 1) TO 'out.csv'", 400, "the query cannot be read")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", 400, "disabled")]
    public async Task Query_that_cannot_be_answered_says_why(string sql, int status, string why)
    {
        await _cluster.WriteAsync(1, "cpu x=1i 1");

        var read = await _cluster.QueryAsync(1, sql);

        Assert.Equal(status, read.Status);
        Assert.Contains(why, read.Json.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("POST", "/api/v3/write_lp", "db is missing")]
    [InlineData("POST", "/api/v3/write_lp?db=d&precision=fortnight", "precision 'fortnight'")]
    [InlineData("POST", "/api/v3/write_lp?db=d&accept_partial=perhaps", "accept_partial 'perhaps'")]
    [InlineData("GET", "/api/v3/query_sql?q=SELECT+1", "db is missing")]
    [InlineData("GET", "/api/v3/query_sql?db=d", "q is missing")]
    [InlineData("GET", "/api/v3/query_sql?db=d&q=SELECT+1&format=parquet", "format 'parquet'")]
    [InlineData("POST", "/api/v3/query_sql", "the body is not what is asked for")]
    public async Task Request_that_makes_no_sense_says_what_is_asked_for(string method, string path, string error)
    {
        var reply = await _cluster.SendAsync(1, new(method), path, method == "POST" ? "cpu x=1i 1" : null);

        Assert.Equal(400, reply.Status);
        Assert.Contains(error, reply.Json.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Database_that_is_not_there_is_not_found() =>
        Assert.Equal((404, """{"error":"database 'd' not found"}"""), await Answer(_cluster.QueryAsync(1, "SELECT 1")));

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_crash()
    {
        for (var i = 0; i < 20; i++) Assert.Equal(204, (await _cluster.WriteAsync(1, $"cpu x={i}i {i}")).Status);

        await _cluster.CrashAsync(1);
        await _cluster.StartAsync(1);

        Assert.Equal(20, await _cluster.CountAsync(1, "cpu"));
    }

    [Fact]
    public async Task Full_disk_refuses_writes_and_serves_reads()
    {
        await using var full = await TestCluster.StartUnregisteredAsync(
            1, s => s with { DiskReserve = long.MaxValue / 2, RequestLimit = TimeSpan.FromMilliseconds(500) });

        var written = await full.WriteAsync(1, "cpu x=1i 1");

        Assert.Equal(503, written.Status);
        Assert.Contains("the disk of node 1 is full", written.Body);
        Assert.Equal((200, "[]"), await Answer(full.SendAsync(1, HttpMethod.Get, "/api/v3/cluster/nodes")));
    }

    [Theory]
    [InlineData(ObservingBugs.None, true)]
    [InlineData(ObservingBugs.SilentFault, false)]
    internal async Task Full_disk_is_in_the_metrics_but_for_the_bug(ObservingBugs bugs, bool shown)
    {
        await using var full = await TestCluster.StartUnregisteredAsync(1, s => s with
        {
            DiskReserve = long.MaxValue / 2, RequestLimit = TimeSpan.FromMilliseconds(500), ObservingBugs = bugs,
        });
        Assert.InRange((await full.WriteAsync(1, "cpu x=1i 1")).Status, 500, 599);

        var metrics = (await full.SendAsync(1, HttpMethod.Get, "/metrics")).Body;
        Assert.Contains($"tsdb_disk_full {(shown ? 1 : 0)}", metrics);
        Assert.Equal(shown, metrics.Contains("tsdb_write_answers_total{status=\"5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Node_shows_that_it_is_there_and_what_it_measures()
    {
        await _cluster.WriteAsync(1, "cpu x=1i 1\ncpu x=2i 2");

        Assert.Equal((200, "OK"), await Answer(_cluster.SendAsync(1, HttpMethod.Get, "/health")));
        Assert.Contains("\"node_id\":1", (await _cluster.SendAsync(1, HttpMethod.Get, "/ping")).Body);
        var metrics = await _cluster.SendAsync(1, HttpMethod.Get, "/metrics");
        Assert.Contains("tsdb_write_lines_total{outcome=\"stored\"} 2", metrics.Body);
        Assert.Contains("tsdb_raft_role{group=\"catalog\"} 3", metrics.Body);
        Assert.Contains("tsdb_write_bytes_total 21", metrics.Body);
        Assert.Contains("tsdb_write_answers_total{status=\"204\"} 1", metrics.Body);
        Assert.Contains("tsdb_write_partition_lines_total{partition=\"shard 1 partition 0\"} 2", metrics.Body);
        Assert.Contains("tsdb_raft_commit_seconds_count", metrics.Body);
    }

    private static async Task<(int Status, string Body)> Answer(Task<Reply> reply) => ((await reply).Status, (await reply).Body);
}
