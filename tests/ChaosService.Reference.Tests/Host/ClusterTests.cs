using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Tests.Host;

/// <summary>Three nodes that agree by gRPC, and lose one another.</summary>
public sealed class ClusterTests
{
    private static readonly HttpMethod Get = HttpMethod.Get;

    [Fact]
    public async Task Every_node_takes_writes_and_answers_with_all_of_them()
    {
        await using var cluster = await TestCluster.StartAsync(3, Hashed);

        foreach (var id in cluster.Ids) Assert.Equal(204, (await cluster.WriteAsync(id, Points(100 * (int)id, 50))).Status);

        foreach (var id in cluster.Ids) Assert.Equal(150, await cluster.CountAsync(id, "cpu"));
    }

    [Fact]
    public async Task Points_are_spread_over_partitions_and_each_is_where_it_belongs()
    {
        await using var cluster = await TestCluster.StartAsync(3, s => Hashed(s) with { ReplicationFactor = 1 });

        Assert.Equal(204, (await cluster.WriteAsync(1, Points(0, 60))).Status);

        var shards = (await cluster.SendAsync(1, Get, "/api/v3/cluster/shards")).Json;
        var owners = Assert.Single(shards.EnumerateArray()).GetProperty("partitions");
        var stored = 0;
        for (var partition = 0; partition < 4; partition++)
        {
            var owner = Assert.Single(owners[partition].EnumerateArray()).GetUInt32();
            var copy = await cluster.SendAsync(owner, Get, $"/debug/partitions/1/{partition}/checksum");
            stored += copy.Json.GetProperty("points").GetInt32();
            foreach (var other in cluster.Ids.Where(id => id != owner))
                Assert.Equal(404, (await cluster.SendAsync(other, Get, $"/debug/partitions/1/{partition}/checksum")).Status);
        }
        Assert.Equal(60, stored);
        foreach (var id in cluster.Ids) Assert.Equal(60, await cluster.CountAsync(id, "cpu"));
    }

    [Fact]
    public async Task Cluster_that_loses_a_leader_goes_on_and_the_node_catches_up()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        Assert.Equal(204, (await cluster.WriteAsync(1, Points(0, 10))).Status);
        var leader = await cluster.LeaderAsync(1, shard: 1);
        var others = cluster.Ids.Where(id => id != leader).ToList();

        await cluster.CrashAsync(leader);
        Assert.Equal(204, (await cluster.WriteAsync(others[0], Points(10, 10))).Status);
        Assert.Equal(20, await cluster.CountAsync(others[1], "cpu"));

        await cluster.StartAsync(leader);
        var right = await cluster.SendAsync(others[0], Get, "/debug/partitions/1/0/checksum");
        await TestCluster.EventuallyAsync(
            () => cluster.SendAsync(leader, Get, "/debug/partitions/1/0/checksum"), c => c.Body == right.Body);
        Assert.Equal(20, await cluster.CountAsync(leader, "cpu"));
    }

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_all_nodes_crash()
    {
        await using var cluster = await TestCluster.StartAsync(3, Hashed);
        for (var i = 0; i < 10; i++) Assert.Equal(204, (await cluster.WriteAsync(1 + (uint)(i % 3), Points(10 * i, 10))).Status);

        foreach (var id in cluster.Ids) await cluster.CrashAsync(id);
        foreach (var id in cluster.Ids) await cluster.StartAsync(id);

        Assert.Equal(100, await cluster.CountAsync(2, "cpu"));
    }

    [Fact]
    public async Task Write_below_a_majority_is_not_acknowledged()
    {
        await using var cluster = await TestCluster.StartAsync(3, s => s with { RequestLimit = TimeSpan.FromSeconds(3) });
        Assert.Equal(204, (await cluster.WriteAsync(1, Points(0, 10))).Status);

        await cluster.CrashAsync(2);
        await cluster.CrashAsync(3);
        var written = await cluster.WriteAsync(1, Points(10, 10));
        var read = await cluster.QueryAsync(1, "SELECT 1");

        Assert.Contains(written.Status, new[] { 503, 504 });
        Assert.Equal(503, read.Status);
        await cluster.StartAsync(2);
        Assert.Equal(204, (await cluster.WriteAsync(1, Points(10, 10))).Status);
        Assert.Equal(20, await cluster.CountAsync(2, "cpu"));
    }

    [Fact]
    public async Task Without_forwarding_the_lines_of_other_nodes_are_errors()
    {
        await using var cluster = await TestCluster.StartAsync(3, s => Hashed(s) with { ReplicationFactor = 1, IsForwarding = false });
        var written = await TestCluster.EventuallyAsync(
            () => cluster.WriteAsync(1, Points(0, 40)),
            w => w.Body.Contains("True forwarding") && w.Json.GetProperty("data").GetArrayLength() < 40);

        Assert.Equal((400, "partial write of line protocol occurred"), (written.Status, written.Json.GetProperty("error").GetString()));
        Assert.Equal(40 - written.Json.GetProperty("data").GetArrayLength(), await cluster.CountAsync(3, "cpu"));
    }

    [Fact]
    public async Task Query_of_a_partition_whose_only_node_is_gone_fails_and_names_it()
    {
        await using var cluster = await TestCluster.StartAsync(
            3, s => Hashed(s) with { ReplicationFactor = 1, RequestLimit = TimeSpan.FromSeconds(4) });
        Assert.Equal(204, (await cluster.WriteAsync(1, Points(0, 40))).Status);

        await cluster.CrashAsync(3);
        var read = await cluster.QueryAsync(1, "SELECT COUNT(*) FROM cpu");

        Assert.Equal(503, read.Status);
        Assert.Contains("Failed to connect to remote query service at node 3", read.Body);
        var metrics = (await cluster.SendAsync(1, Get, "/metrics")).Body;
        Assert.Contains("tsdb_query_fragment_errors_total{node=\"3\"}", metrics);
        Assert.Contains("tsdb_query_bytes_scanned_total{node=\"2\"}", metrics);
    }

    [Fact]
    public async Task Management_answers_with_the_status_that_the_catalog_gives()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        const string Node = """{"id":9,"rpc_address":"h:1","http_address":"h:2","status":"Joining"}""";

        Assert.Equal(201, (await cluster.SendAsync(1, HttpMethod.Post, "/api/v3/cluster/nodes", Node)).Status);
        Assert.Equal(409, (await cluster.SendAsync(2, HttpMethod.Post, "/api/v3/cluster/nodes", Node)).Status);
        var put = await cluster.SendAsync(3, HttpMethod.Put, "/api/v3/cluster/nodes/9/status", """{"status":"Inactive"}""");
        Assert.Equal((200, """{"status":"updated"}"""), (put.Status, put.Body));
        Assert.Contains("\"status\":\"Inactive\"", (await cluster.SendAsync(1, Get, "/api/v3/cluster/nodes")).Body);
        Assert.Equal(400, (await cluster.SendAsync(1, HttpMethod.Delete, "/api/v3/cluster/nodes/nine")).Status);
        Assert.Equal(204, (await cluster.SendAsync(1, HttpMethod.Delete, "/api/v3/cluster/nodes/9")).Status);
        Assert.Equal(404, (await cluster.SendAsync(2, HttpMethod.Delete, "/api/v3/cluster/nodes/9")).Status);
        Assert.Equal(404, (await cluster.SendAsync(
            1, HttpMethod.Post, "/api/v3/cluster/shards/move",
            """{"db_name":"d","table_name":"t","shard_id_str":"1","target_node_id_str":"2"}""")).Status);
    }

    private static NodeSettings Hashed(NodeSettings settings) => settings with { HashPartitions = 4, ShardKeys = ["host"] };

    private static string Points(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(i => $"cpu,host=h{i} x={i}i {i}\n"));
}
