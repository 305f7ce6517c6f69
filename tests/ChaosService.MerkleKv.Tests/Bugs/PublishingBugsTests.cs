using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Bugs;

/// <summary>Bugs in what a node publishes: what waits for a broker that is not there shows it.</summary>
public sealed class PublishingBugsTests
{
    [Theory, InlineData(false), InlineData(true), Trait("bug", "deletes-not-replicated")]
    public async Task Deletes_are_kept_to_itself(bool hasBug)
    {
        await using var node = Lonely(SeededBugs.DeletesNotReplicated, hasBug);
        await node.AskAsync("MSET a 1 b 2");
        await node.AskAsync("DEL a");
        await node.AskAsync("TRUNCATE");

        Assert.Equal("DBSIZE 0", await node.AskAsync("DBSIZE"));
        Assert.Equal(hasBug ? 2 : 4, node.Backlog);
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "large-values-dropped")]
    public async Task Large_values_are_kept_to_itself(bool hasBug)
    {
        await using var node = Lonely(SeededBugs.LargeValuesDropped, hasBug);
        await node.AskAsync($"SET fits {new string('x', 4096)}");
        await node.AskAsync($"SET large {new string('x', 4097)}");

        Assert.Equal(hasBug ? 1 : 2, node.Backlog);
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "silent-backlog-drop")]
    public async Task Writes_of_an_outage_are_forgotten_and_not_counted(bool hasBug)
    {
        await using var node = Lonely(SeededBugs.SilentBacklogDrop, hasBug);
        await node.AskAsync("MSET a 1 b 2 c 3");

        Assert.Equal((hasBug ? 0 : 3, 0), (node.Backlog, node[Counter.EventsDropped]));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "spike-drops-events")]
    public async Task Spike_is_cut_off_and_not_counted(bool hasBug)
    {
        await using var node = Lonely(SeededBugs.SpikeDropsEvents, hasBug);
        await node.AskAsync($"MSET {string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"k{i} {i}"))}");

        Assert.Equal((hasBug ? 1024 : 2000, 0), (node.Backlog, node[Counter.EventsDropped]));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "outage-blocks-clients")]
    public async Task Outage_blocks_clients(bool hasBug)
    {
        await using var node = Lonely(SeededBugs.OutageBlocksClients, hasBug);
        using var client = node.Connect();
        for (var i = 0; i < 11; i++) await client.AskAsync($"SET k{i} v");

        var reply = client.AskAsync("GET k1");
        // A reply that may come is waited for; that none comes can only be waited out.
        if (hasBug) await Task.WhenAny(reply, Task.Delay(300, TestContext.Current.CancellationToken));
        else Assert.Equal("VALUE v", await reply);

        Assert.Equal(hasBug, !reply.IsCompleted);
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "fixed-retry")]
    public async Task Pauses_do_not_grow(bool hasBug)
    {
        var log = new LogLines();
        await using var node = TestNode.Lonely(hasBug ? SeededBugs.FixedRetry : SeededBugs.None, log: log);
        await Eventually.TrueAsync(() => node[Counter.ReconnectAttempts] >= 7, "there were attempts");

        var pauses = log.Field(8102, "DelayMs").Cast<long>().Take(7).ToList();

        Assert.Equal(hasBug, pauses.All(p => p == 4));
        Assert.Equal(hasBug, pauses[6] < 32);
    }

    private static TestNode Lonely(SeededBugs bug, bool hasBug) => TestNode.Lonely(hasBug ? bug : SeededBugs.None);
}
