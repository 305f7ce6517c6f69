using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Bugs;

/// <summary>Bugs that show when events go through a broker.</summary>
public sealed class BrokerBugsTests
{
    [Theory, InlineData(false), InlineData(true), Trait("bug", "no-tie-break")]
    public async Task Arrival_decides_between_equal_times(bool hasBug)
    {
        await using var cluster = await StartAsync(SeededBugs.NoTieBreak, hasBug);
        await cluster.Bystander.PublishAsync(Changes.Of("k", "greater", 5, 9));
        await cluster.Bystander.PublishAsync(Changes.Of("k", "smaller", 5, 3));
        await cluster.SettledAsync();

        Assert.Equal(hasBug ? "VALUE smaller" : "VALUE greater", await cluster.A.GetAsync("k"));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "no-dedupe")]
    public async Task Event_that_arrives_again_undoes_later_writes(bool hasBug)
    {
        await using var cluster = await StartAsync(SeededBugs.NoDedupe, hasBug);
        await cluster.Bystander.PublishAsync(Changes.Of("k", "old", 5, 1));
        await cluster.Bystander.PublishAsync(Changes.Of("k", "new", 6, 2));
        await cluster.Bystander.PublishAsync(Changes.Of("k", "old", 5, 1));
        await cluster.SettledAsync();

        Assert.Equal(hasBug ? "VALUE old" : "VALUE new", await cluster.A.GetAsync("k"));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "replication-loop")]
    public async Task Received_events_are_published_again(bool hasBug)
    {
        await using var cluster = await StartAsync(SeededBugs.ReplicationLoop, hasBug);
        await cluster.A.AskAsync("SET k v");
        await cluster.EqualAsync();
        await cluster.B.AskAsync("SET last x");
        await Eventually.TrueAsync(() => cluster.Bystander.SeenOf("last").Count > 0, "what b published before was seen");

        Assert.Equal(hasBug, cluster.Bystander.SeenOf("k").Count > 1);
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "local-writes-ignore-clock")]
    public async Task Older_event_overwrites_a_local_write(bool hasBug)
    {
        await using var cluster = await StartAsync(SeededBugs.LocalWritesIgnoreClock, hasBug);
        await cluster.A.AskAsync("SET k local");
        await cluster.Bystander.PublishAsync(Changes.Of("k", "minute ago", Changes.Now(-TimeSpan.FromMinutes(1)), 1));
        await cluster.SettledAsync();

        Assert.Equal(hasBug ? "VALUE minute ago" : "VALUE local", await cluster.A.GetAsync("k"));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "poison-kills-subscription")]
    public async Task One_malformed_message_ends_replication(bool hasBug)
    {
        await using var cluster = await StartAsync(SeededBugs.PoisonKillsSubscription, hasBug);
        await cluster.Bystander.PublishAsync([0xFF]);
        await cluster.Bystander.PublishAsync(Changes.Of("k", "v", 5, 1));
        await Eventually.TrueAsync(() => cluster.A[Counter.EventsReceived] == 2, "both messages arrived");

        Assert.Equal(hasBug ? 0 : 1, cluster.A[Counter.EventsApplied]);
        Assert.Equal(hasBug ? "NOT_FOUND" : "VALUE v", await cluster.A.GetAsync("k"));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "no-resubscribe")]
    public async Task Subscription_is_gone_after_the_broker_was_away(bool hasBug)
    {
        await using var cluster = await StartAsync(SeededBugs.NoResubscribe, hasBug);
        await cluster.Broker.KillAsync();
        await cluster.DisconnectedAsync();
        await cluster.Broker.StartAgainAsync();
        await cluster.ConnectedAsync();
        await cluster.A.AskAsync("SET k v");
        await Eventually.TrueAsync(() => cluster.A[Counter.EventsPublished] == 1, "the broker has it");
        await cluster.B.AskAsync("SET last x");
        // Its acknowledgement comes behind everything that the broker had for this node.
        await Eventually.TrueAsync(() => cluster.B[Counter.EventsPublished] == 1, "the broker has that as well");
        if (!hasBug) await Eventually.TrueAsync(() => cluster.B[Counter.EventsApplied] > 0, "b has it");

        Assert.Equal(hasBug ? "NOT_FOUND" : "VALUE v", await cluster.B.GetAsync("k"));
    }

    private static Task<Cluster> StartAsync(SeededBugs bug, bool hasBug) => Cluster.StartAsync(hasBug ? bug : SeededBugs.None);
}
