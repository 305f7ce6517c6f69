using System.Text.Json;

namespace ChaosService.Reference.Tests.Host.Querying;

/// <summary>Four partitions on three nodes with one copy each, and points of 40 hosts in them.</summary>
public sealed class PlannedQueryTests : IAsyncLifetime
{
    private static readonly HttpMethod Get = HttpMethod.Get;

    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(3, s => s with { ReplicationFactor = 1, HashPartitions = 4, ShardKeys = ["host"] });
        var lines = Enumerable.Range(0, 400).Select(
            i => $"cpu,host=h{i % 40},region={(i % 3 == 0 ? "eu" : "us")} "
                + $"usage={i % 7}.25,n={i}i{(i % 2 == 0 ? ",note=\"even\"" : "")} {i}");
        Assert.Equal(204, (await _cluster.WriteAsync(1, string.Join('\n', lines))).Status);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Plan_shows_what_is_scanned_here_and_what_elsewhere()
    {
        var plan = await PlanAsync("SELECT region, AVG(usage) FROM cpu GROUP BY region");

        Assert.Contains("UnionExec", plan);
        Assert.Contains("LocalScanExec: shard=1, hash_partition=", plan);
        Assert.Contains("RemoteScanExec: node=", plan);
        Assert.EndsWith("4 of 4 partitions are asked\n", plan);
    }

    [Fact]
    public async Task Plan_of_what_goes_beyond_the_small_sql_gathers_everything()
    {
        var plan = await PlanAsync("SELECT COUNT(*) FROM cpu WHERE host = 'h1' OR host = 'h2'");

        Assert.StartsWith("GatherExec: table=cpu\n", plan);
        Assert.EndsWith("4 of 4 partitions are asked\n", plan);
    }

    [Fact]
    public async Task Condition_on_the_shard_key_asks_the_owner_and_nobody_else()
    {
        var shards = (await _cluster.SendAsync(1, Get, "/api/v3/cluster/shards")).Json;
        var owner = await OwnerAsync("SELECT n FROM cpu WHERE host = 'h7'");
        var before = (await Task.WhenAll(_cluster.Ids.Select(FragmentsAsync))).ToArray();

        var read = await _cluster.QueryAsync(1, "SELECT COUNT(n) AS n FROM cpu WHERE host = 'h7'");

        Assert.Equal("""[{"n":10}]""", read.Body);
        Assert.Contains(shards[0].GetProperty("partitions").EnumerateArray(), p => p[0].GetUInt32() == owner);
        var after = (await Task.WhenAll(_cluster.Ids.Select(FragmentsAsync))).ToArray();
        Assert.Equal(_cluster.Ids.Select(id => id == owner && id != 1 ? 1 : 0), after.Zip(before, (a, b) => a - b));
        Assert.Equal([owner], (await LastAsync(1)).Nodes);
        var answered = Assert.Single(await AnsweredAsync(1));
        Assert.Equal(owner, shards[0].GetProperty("partitions")[int.Parse(answered.Split('/')[1])][0].GetUInt32());
        await _cluster.QueryAsync(1, "SELECT n FROM cpu");
        Assert.Equal(["1/0", "1/1", "1/2", "1/3"], (await AnsweredAsync(1)).Order());
    }

    [Fact]
    public async Task Condition_on_time_asks_nobody_when_no_shard_has_it()
    {
        var read = await _cluster.QueryAsync(2, "SELECT n FROM cpu WHERE time >= '2030-01-01T00:00:00Z'");

        Assert.Equal((200, "[]"), (read.Status, read.Body));
        var last = await LastAsync(2);
        Assert.Equal(("planned", 0, 4), (last.Way, last.Asked, last.Partitions));
        Assert.Empty(last.Nodes);
    }

    [Theory]
    [InlineData(
        "SELECT region, COUNT(*) AS c, SUM(n) AS s, AVG(usage) AS a, MIN(n) AS l, MAX(usage) AS m FROM cpu{0} "
            + "GROUP BY region ORDER BY region")]
    [InlineData("SELECT host, COUNT(note) AS c FROM cpu{0} GROUP BY host ORDER BY host LIMIT 7")]
    [InlineData("SELECT time, host, n FROM cpu{0} ORDER BY n DESC LIMIT 11")]
    [InlineData("SELECT note, n FROM cpu{0} ORDER BY note, n LIMIT 3")]
    [InlineData("SELECT * FROM cpu{0} ORDER BY time LIMIT 5")]
    [InlineData("SELECT MIN(time) AS first, MAX(time) AS last FROM cpu{0}")]
    public async Task Parts_give_what_all_points_in_one_place_give(string sql)
    {
        var planned = await _cluster.QueryAsync(1, sql.Replace("{0}", ""));
        var way = (await LastAsync(1)).Way;
        // Not a condition that the small SQL knows.
        var gathered = await _cluster.QueryAsync(1, sql.Replace("{0}", " WHERE 1 = 1"));

        Assert.Equal(("planned", "gathered"), (way, (await LastAsync(1)).Way));
        Assert.Equal(gathered.Body, planned.Body);
        Assert.Equal(200, planned.Status);
    }

    [Theory]
    [InlineData("SELECT nothing FROM cpu", "table 'cpu' has no column 'nothing': it has time, host, region, n, note, usage")]
    [InlineData("SELECT n FROM cpu WHERE nothing = 'a'", "no column 'nothing'")]
    [InlineData("SELECT SUM(region) FROM cpu", "column 'region' is a text")]
    [InlineData("SELECT AVG(note) FROM cpu", "column 'note' is a text")]
    public async Task Column_that_cannot_be_is_an_error(string sql, string error)
    {
        var read = await _cluster.QueryAsync(3, sql);

        Assert.Equal(400, read.Status);
        Assert.Contains(error, read.Json.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Points_are_found_by_the_keys_of_their_shard_when_those_of_the_table_have_changed()
    {
        Assert.Equal(200, (await _cluster.SendAsync(
            1, HttpMethod.Put, "/api/v3/cluster/tables/sharding",
            """{"db_name":"d","table_name":"cpu","shard_keys":["region"],"num_hash_partitions":2}""")).Status);

        Assert.Equal(204, (await _cluster.WriteAsync(2, "cpu,host=h7,region=eu n=1i 1000")).Status);

        Assert.Equal("""[{"c":11}]""", (await _cluster.QueryAsync(3, "SELECT COUNT(*) AS c FROM cpu WHERE host = 'h7'")).Body);
    }

    [Fact]
    public async Task Received_calls_say_what_they_were_for_and_from_whom()
    {
        await _cluster.QueryAsync(1, "SELECT COUNT(*) AS n FROM cpu");

        var calls = await RpcsAsync(2, "ExecuteQueryFragment");
        Assert.All(calls, c => Assert.Equal(
            ("d", "cpu", 1UL, "1", "OK"),
            (c.GetProperty("db").GetString(), c.GetProperty("table").GetString(), c.GetProperty("shard_id").GetUInt64(),
                c.GetProperty("from").GetString(), c.GetProperty("outcome").GetString())));
        Assert.NotEmpty(calls);
        Assert.Equal(
            calls.Length, calls.Select(c => c.GetProperty("number").GetInt64()).Distinct().Count());
    }

    [Fact]
    public async Task Table_for_people_has_the_columns_below_each_other()
    {
        var read = await _cluster.QueryAsync(1, "SELECT region, COUNT(*) AS c FROM cpu GROUP BY region ORDER BY region", "&format=pretty");

        Assert.Equal(
            "+--------+-----+\n| region | c   |\n+--------+-----+\n| eu     | 134 |\n| us     | 266 |\n+--------+-----+\n", read.Body);
    }

    private async Task<string> PlanAsync(string sql)
    {
        var row = Assert.Single((await _cluster.QueryAsync(1, $"EXPLAIN {sql}")).Json.EnumerateArray());
        Assert.Equal("physical_plan", row.GetProperty("plan_type").GetString());
        return row.GetProperty("plan").GetString()!;
    }

    private async Task<uint> OwnerAsync(string sql)
    {
        await _cluster.QueryAsync(1, sql);
        return Assert.Single((await LastAsync(1)).Nodes);
    }

    private async Task<(string Way, int Asked, int Partitions, uint[] Nodes)> LastAsync(uint node)
    {
        var last = (await _cluster.SendAsync(node, Get, "/debug/queries")).Json.EnumerateArray().Last();
        return (last.GetProperty("way").GetString()!, last.GetProperty("partitions_asked").GetInt32(),
            last.GetProperty("partitions").GetInt32(),
            [.. last.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("node_id").GetUInt32())]);
    }

    /// <summary>The partitions that were asked for the last query, whoever answered.</summary>
    private async Task<string[]> AnsweredAsync(uint node)
    {
        var last = (await _cluster.SendAsync(node, Get, "/debug/queries")).Json.EnumerateArray().Last();
        return [.. last.GetProperty("nodes").EnumerateArray().SelectMany(n => n.GetProperty("partitions").EnumerateArray())
            .Select(p => p.GetString()!)];
    }

    private async Task<int> FragmentsAsync(uint node) => (await RpcsAsync(node, "ExecuteQueryFragment")).Length;

    private async Task<JsonElement[]> RpcsAsync(uint node, string method) =>
        [.. (await _cluster.SendAsync(node, Get, $"/debug/rpcs?method={method}")).Json.EnumerateArray()];
}
