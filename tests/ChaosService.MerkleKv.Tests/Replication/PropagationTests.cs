using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Replication;

public sealed class PropagationTests
{
    [Fact]
    public async Task Every_kind_of_write_reaches_the_other_node_in_both_directions()
    {
        await using var cluster = await Cluster.StartAsync();
        foreach (var (from, to) in ((TestNode, TestNode)[])[(cluster.A, cluster.B), (cluster.B, cluster.A)])
        {
            using var client = from.Connect();
            await client.AskAsync("SET text middle");
            await client.AskAsync("APPEND text  end");
            await client.AskAsync("PREPEND text start ");
            await client.AskAsync("INC up 5");
            await client.AskAsync("DEC down 5");
            await client.AskAsync("SET gone x");
            await client.AskAsync("DEL gone");
            await client.AskAsync("MSET m1 1 m2 2");
            await cluster.EqualAsync();

            Assert.Equal("VALUE start middle end", await to.GetAsync("text"));
            Assert.Equal("VALUE 5", await to.GetAsync("up"));
            Assert.Equal("VALUE -5", await to.GetAsync("down"));
            Assert.Equal("NOT_FOUND", await to.GetAsync("gone"));
            Assert.Equal("VALUE 2", await to.GetAsync("m2"));
            await client.AskAsync("TRUNCATE");
            await cluster.EqualAsync();
            Assert.Equal("DBSIZE 0", await to.AskAsync("DBSIZE"));
        }
    }

    [Fact]
    public async Task Each_write_is_published_once_and_by_the_node_that_took_it()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.A.AskAsync("SET k v");
        await Eventually.TrueAsync(async () => await cluster.B.GetAsync("k") == "VALUE v", "b has it");
        await cluster.B.AskAsync("SET last x");
        await Eventually.TrueAsync(() => cluster.Bystander.SeenOf("last").Count > 0, "what b published before was seen");

        Assert.Equal("a", Assert.Single(cluster.Bystander.SeenOf("k")).Source);
        Assert.Equal(1, cluster.B[Counter.EventsApplied]);
        await Eventually.TrueAsync(() => cluster.A[Counter.EventsSkippedSelf] == 1, "a skips its own event");
    }

    [Fact]
    public async Task Status_counts_nodes_and_replication_can_be_switched_off()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.A.AskAsync("SET k 1");
        await cluster.EqualAsync();
        Assert.Equal("REPLICATION enabled 2 nodes", await cluster.B.AskAsync("REPLICATE status"));

        Assert.Equal("OK", await cluster.B.AskAsync("REPLICATE disable"));
        Assert.Equal("REPLICATION disabled", await cluster.B.AskAsync("REPLICATE status"));
        await cluster.A.AskAsync("SET k 2");
        await Eventually.TrueAsync(() => cluster.B[Counter.EventsSkippedDisabled] == 1, "b skips it");
        Assert.Equal("VALUE 1", await cluster.B.GetAsync("k"));

        Assert.Equal("OK", await cluster.B.AskAsync("REPLICATE enable"));
        await cluster.A.AskAsync("SET k 3");
        await cluster.EqualAsync();
    }

    [Fact]
    public async Task Spike_and_large_values_arrive_whole()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.A.AskAsync($"MSET {string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"key-{i} {i}"))}");
        await cluster.A.AskAsync($"SET large {new string('x', 1_000_000)}");
        await cluster.EqualAsync();

        Assert.Equal("DBSIZE 3001", await cluster.B.AskAsync("DBSIZE"));
        await Eventually.TrueAsync(() => cluster.A.Backlog == 0, "nothing waits");
    }

    [Fact]
    public async Task Concurrent_writers_of_the_same_keys_agree_in_the_end()
    {
        await using var cluster = await Cluster.StartAsync();
        await Task.WhenAll(((TestNode[])[cluster.A, cluster.B]).Select(async node =>
        {
            using var client = node.Connect();
            for (var i = 0; i < 200; i++) await client.AskAsync(i % 5 == 0 ? $"DEL k{i % 7}" : $"SET k{i % 7} {node.Port}-{i}");
        }));
        await Eventually.TrueAsync(() => cluster.A.Backlog + cluster.B.Backlog == 0, "everything is published");
        await cluster.SettledAsync();

        Assert.Equal(await cluster.A.HashAsync(), await cluster.B.HashAsync());
    }
}
