using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Replication;

public sealed class OutageTests
{
    [Fact]
    public async Task Writes_of_an_outage_are_served_at_once_and_arrive_after_it()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.Broker.KillAsync();
        await cluster.DisconnectedAsync();
        using (var client = cluster.A.Connect())
            for (var i = 0; i < 100; i++) Assert.Equal("OK", await client.AskAsync($"SET a{i} {i}"));
        await cluster.B.AskAsync("SET b 1");
        Assert.Equal((100, 1), (cluster.A.Backlog, cluster.B.Backlog));
        Assert.Equal("NOT_FOUND", await cluster.B.GetAsync("a1"));

        await cluster.Broker.StartAgainAsync();
        await cluster.ConnectedAsync();
        await cluster.EqualAsync();

        Assert.Equal("DBSIZE 101", await cluster.B.AskAsync("DBSIZE"));
        Assert.Equal(0, cluster.A[Counter.EventsDropped] + cluster.B[Counter.EventsDropped]);
        // It says 0 only when a node that came back later than the sender has the events, too.
        await Eventually.TrueAsync(() => cluster.A.Backlog + cluster.B.Backlog == 0, "nothing waits");
        Assert.Equal(100, cluster.A[Counter.EventsResent]);
    }

    [Fact]
    public async Task Full_backlog_drops_the_oldest_events_and_counts_them()
    {
        var log = new LogLines();
        await using var node = TestNode.Lonely(change: r => r with { BacklogMax = 10 }, log: log);
        using var client = node.Connect();
        for (var i = 0; i < 25; i++) Assert.Equal("OK", await client.AskAsync($"SET k{i} v"));

        var stats = await client.AskManyAsync("STATS");

        Assert.Contains("replication_backlog:10", stats);
        Assert.Contains("events_dropped:15", stats);
        Assert.Contains("broker_connected:0", stats);
        Assert.Equal([1L, 2L, 4L, 8L], log.Field(8107, "Dropped"));
    }

    [Fact]
    public async Task Full_backlog_is_bounded_in_bytes_as_well()
    {
        await using var node = TestNode.Lonely(change: r => r with { BacklogBytesMax = 100_000 });
        for (var i = 0; i < 4; i++) await node.AskAsync($"SET k{i} {new string('x', 20_000)}");

        Assert.Equal((2, 2), (node.Backlog, (int)node[Counter.EventsDropped]));
    }

    [Fact]
    public async Task Events_that_a_full_backlog_dropped_are_repaired_by_sync()
    {
        await using var cluster = await Cluster.StartAsync(change: r => r with { BacklogMax = 10 });
        await cluster.A.AskAsync("SET k0 old");
        await cluster.EqualAsync();
        await cluster.Broker.KillAsync();
        await cluster.DisconnectedAsync();
        await cluster.A.AskAsync("DEL k0");
        using (var client = cluster.A.Connect())
            for (var i = 1; i < 30; i++) await client.AskAsync($"SET k{i} {i}");
        await cluster.Broker.StartAgainAsync();
        await cluster.ConnectedAsync();
        await Eventually.TrueAsync(() => cluster.A.Backlog == 0, "nothing waits");
        Assert.Equal("VALUE old", await cluster.B.GetAsync("k0"));

        Assert.Equal("OK", await cluster.B.AskAsync($"SYNC 127.0.0.1 {cluster.A.Port} --verify"));

        Assert.Equal("NOT_FOUND", await cluster.B.GetAsync("k0"));
        Assert.Equal("DBSIZE 29", await cluster.B.AskAsync("DBSIZE"));
    }

    /// <summary>The one that has the later writes takes nothing, and publishes them again.</summary>
    [Fact]
    public async Task Sync_publishes_what_the_other_node_lacks()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.B.AskAsync("REPLICATE disable");
        await cluster.A.AskAsync("SET k v");
        await Eventually.TrueAsync(() => cluster.B[Counter.EventsSkippedDisabled] == 1, "b skips it");
        await cluster.B.AskAsync("REPLICATE enable");

        Assert.Equal("OK", await cluster.A.AskAsync($"SYNC 127.0.0.1 {cluster.B.Port} --verify"));

        Assert.Equal("VALUE v", await cluster.B.GetAsync("k"));
    }

    [Fact]
    public async Task Broker_keeps_events_for_a_node_that_is_away()
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await Cluster.StartAsync();
        var settings = cluster.Broker.Node("c") with { StorageFolder = folder.Path };
        await using (var node = new TestNode(settings)) await ConnectedAsync(node);
        await cluster.A.AskAsync("SET k v");
        await Eventually.TrueAsync(() => cluster.A.Backlog == 0, "it is published");
        await using var again = new TestNode(settings);

        await Eventually.TrueAsync(async () => await again.GetAsync("k") == "VALUE v", "c has it");
    }

    /// <summary>Acknowledged, stored and not yet published: only the node itself can tell the others.</summary>
    [Fact]
    public async Task Node_that_died_in_an_outage_publishes_its_writes_after_the_restart()
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await Cluster.StartAsync();
        var settings = cluster.Broker.Node("c") with { StorageFolder = folder.Path };
        var nowhere = settings with { Replication = settings.Replication! with { Broker = TestNode.Nowhere } };
        await using (var node = new TestNode(nowhere)) await node.AskAsync("INC n 5");
        await using var again = new TestNode(settings);

        await Eventually.TrueAsync(async () => await cluster.A.GetAsync("n") == "VALUE 5", "a has it");
        await Eventually.TrueAsync(
            () => again[Counter.EventsResent] == 1 && cluster.Bystander.Repeated == 1, "it is on the topic of those that are repeated");
    }

    [Fact]
    public async Task Pauses_grow_to_a_limit_with_jitter()
    {
        var log = new LogLines();
        await using var node = TestNode.Lonely(log: log);
        await Eventually.TrueAsync(() => node[Counter.ReconnectAttempts] >= 9, "there were attempts");

        var pauses = log.Field(8102, "DelayMs").Cast<long>().ToList();

        // They double from 4 ms to 64 ms; each is drawn from its upper half.
        for (var i = 0; i < 9; i++)
        {
            var most = Math.Min(64, 4 << i);
            Assert.InRange(pauses[i], most / 2, most);
        }
    }

    /// <summary>The broker lets a client id in once: the newer connection takes over, and neither node hurries to take it back.</summary>
    [Fact]
    public async Task Node_with_the_same_client_id_takes_over_and_both_slow_down()
    {
        await using var broker = await Broker.StartAsync();
        var settings = broker.Node("same");
        await using var first = new TestNode(settings);
        await ConnectedAsync(first);
        var log = new LogLines();
        await using var second = new TestNode(settings, log);
        await Eventually.TrueAsync(
            () => first[Counter.ReconnectAttempts] >= 3 && second[Counter.ReconnectAttempts] >= 3, "they take turns");

        Assert.Equal([1, 2, 3], log.Field(8102, "Attempt").Take(3).Cast<int>());
        await first.DisposeAsync();
        await ConnectedAsync(second);
        Assert.Equal("OK", await second.AskAsync("SET k v"));
        await Eventually.TrueAsync(() => second[Counter.EventsPublished] == 1, "the second one replicates");
    }

    private static Task ConnectedAsync(TestNode node) => Eventually.TrueAsync(() => node.IsConnected, "the node is connected");
}
