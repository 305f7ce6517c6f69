using System.Text.Json;

namespace ChaosService.Reference.Tests.Host.Moves;

/// <summary>Nodes come, go and fail.</summary>
public sealed class ScalingTests
{
    private static readonly HttpMethod Post = HttpMethod.Post;

    [Fact]
    public async Task Node_that_joins_is_of_the_cluster_and_takes_shards()
    {
        await using var cluster = await MovingCluster.StartAsync(3);
        await using var load = new Load(cluster);

        var fourth = await cluster.Nodes.JoinAsync();
        var nodes = await TestCluster.EventuallyAsync(
            () => cluster.Nodes.SendAsync(fourth, HttpMethod.Get, "/api/v3/cluster/nodes"),
            r => r.Status == 200 && r.Json.GetArrayLength() == 4);
        var source = (await cluster.HoldersAsync())[0];
        Assert.Equal(202, (await cluster.MoveAsync(source, fourth)).Status);
        await cluster.RestAsync();

        Assert.Contains("\"id\":4", nodes.Body);
        Assert.Equal(1, await cluster.CopiesAsync(fourth));
        await load.GoOnAsync(10);
        await cluster.Nodes.CrashAsync(fourth);
        await cluster.Nodes.StartAsync(fourth);
        Assert.Equal("", await load.CompareAsync(fourth));
    }

    [Fact]
    public async Task Rebalancing_gives_a_new_node_its_share()
    {
        await using var cluster = await MovingCluster.StartAsync(2, s => s with { HashPartitions = 6 });
        for (var day = 1; day < 4; day++)
            Assert.Equal(204, (await cluster.Nodes.WriteAsync(1, $"mem,host=a x=1i {day * 86_400_000_000_000}")).Status);
        var third = await cluster.Nodes.JoinAsync();
        await TestCluster.EventuallyAsync(
            () => cluster.Nodes.SendAsync(third, HttpMethod.Get, "/api/v3/cluster/nodes"), r => r.Status == 200);

        var answer = await cluster.Nodes.SendAsync(1, Post, "/api/v3/cluster/rebalance", "");

        Assert.Equal(202, answer.Status);
        Assert.NotEmpty(answer.Json.EnumerateArray());
        Assert.All(answer.Json.EnumerateArray(), m => Assert.Equal(third, m.GetProperty("target_node_id").GetUInt32()));
    }

    [Fact]
    public async Task Node_that_is_decommissioned_is_emptied_and_can_be_removed()
    {
        await using var cluster = await MovingCluster.StartAsync(4, s => s with { ReplicationFactor = 2 });
        var leaving = (await cluster.HoldersAsync())[0];
        await using var load = new Load(cluster);
        Assert.Equal(409, (await RemoveAsync(cluster, leaving)).Status);

        Assert.Equal(202, (await cluster.Nodes.SendAsync(leaving, Post, $"/api/v3/cluster/nodes/{leaving}/decommission", "")).Status);
        var removed = await TestCluster.EventuallyAsync(() => RemoveAsync(cluster, leaving), r => r.Status == 204);
        await cluster.Nodes.CrashAsync(leaving);
        await load.GoOnAsync(20);

        Assert.Equal(204, removed.Status);
        Assert.DoesNotContain(leaving, await cluster.HoldersAsync());
        Assert.Equal("", await load.CompareAsync(cluster.Up));
    }

    [Fact]
    public async Task Node_that_is_down_has_its_copies_made_elsewhere_and_gives_up_its_own()
    {
        await using var cluster = await MovingCluster.StartAsync(
            4, s => s with { ReplicationFactor = 3, IsHealing = true, DownAfter = TimeSpan.FromSeconds(1) });
        var lost = (await cluster.HoldersAsync())[0];
        var held = await cluster.CopiesAsync(lost);
        await using var load = new Load(cluster);

        await cluster.Nodes.CrashAsync(lost);
        var healed = await TestCluster.EventuallyAsync(
            cluster.ShardAsync, s => s.ValueKind == JsonValueKind.Object && !Ids(s.GetProperty("node_ids")).Contains(lost));
        await cluster.RestAsync();
        await cluster.Nodes.StartAsync(lost);

        Assert.True(held > 0);
        Assert.All(healed.GetProperty("partitions").EnumerateArray(), p => Assert.Equal(3, p.GetArrayLength()));
        await TestCluster.EventuallyAsync(() => cluster.CopiesAsync(lost), n => n == 0);
        await TestCluster.EventuallyAsync(
            () => cluster.Nodes.SendAsync(lost, HttpMethod.Get, "/api/v3/cluster/nodes"),
            r => r.Status == 200 && !r.Body.Contains("\"Down\"", StringComparison.Ordinal));
        await load.GoOnAsync(10);
        Assert.Equal("", await load.CompareAsync(lost));
    }

    [Fact]
    public async Task Table_that_is_not_there_is_made_with_its_partitions_in_one_call()
    {
        await using var cluster = await TestCluster.StartAsync(3);

        var made = await cluster.SendAsync(
            2, HttpMethod.Put, "/api/v3/cluster/tables/sharding",
            """{"db_name":"d","table_name":"mem","shard_keys":["host"],"num_hash_partitions":4,"replication_factor":2}""");
        Assert.Equal(204, (await cluster.WriteAsync(1, "mem,host=a x=1i 1")).Status);

        Assert.Equal((200, """{"status":"table sharding configuration updated"}"""), (made.Status, made.Body));
        var shards = await cluster.SendAsync(3, HttpMethod.Get, "/api/v3/cluster/shards");
        var partitions = Assert.Single(shards.Json.EnumerateArray()).GetProperty("partitions");
        Assert.Equal(4, partitions.GetArrayLength());
        Assert.All(partitions.EnumerateArray(), p => Assert.Equal(2, p.GetArrayLength()));
    }

    [Fact]
    public async Task Second_node_with_a_number_that_is_taken_is_not_entered()
    {
        await using var cluster = await TestCluster.StartAsync(1);

        var taken = await cluster.SendAsync(
            1, Post, "/api/v3/cluster/nodes", """{"id":1,"rpc_address":"other:1","http_address":"other:2","status":"Active"}""");

        Assert.Equal(409, taken.Status);
    }

    private static Task<Reply> RemoveAsync(MovingCluster cluster, uint node) =>
        cluster.Nodes.SendAsync(cluster.Nodes.Ids.First(id => id != node), HttpMethod.Delete, $"/api/v3/cluster/nodes/{node}");

    private static IEnumerable<uint> Ids(JsonElement nodes) => nodes.EnumerateArray().Select(n => n.GetUInt32());
}
