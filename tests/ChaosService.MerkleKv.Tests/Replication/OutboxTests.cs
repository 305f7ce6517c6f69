using ChaosService.MerkleKv.Replication;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Replication;

public sealed class OutboxTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_on_their_way_count_until_they_are_settled()
    {
        var outbox = new Outbox(10, 1 << 20);
        foreach (var key in (string[])["a", "b", "c"]) Assert.Equal(0, outbox.Add(Item(key)));

        var taken = await outbox.TakeAsync(2, _stop);

        Assert.Equal(3, outbox.Count);
        // The broker did not acknowledge the second one.
        Assert.Equal(0, outbox.Settle(2, [taken[1]]));
        Assert.Equal(2, outbox.Count);
        Assert.Equal(["b", "c"], (await outbox.TakeAsync(9, _stop)).Select(i => i.Event.Key));
    }

    [Fact]
    public async Task Full_outbox_drops_the_oldest_also_of_what_comes_back()
    {
        var outbox = new Outbox(2, 1 << 20);
        outbox.Add(Item("a"));
        var taken = await outbox.TakeAsync(1, _stop);
        outbox.Add(Item("b"));
        Assert.Equal(0, outbox.Add(Item("c")));

        Assert.Equal(1, outbox.Settle(1, taken));
        Assert.Equal(["b", "c"], (await outbox.TakeAsync(9, _stop)).Select(i => i.Event.Key));
    }

    [Fact]
    public async Task Taker_waits_for_the_first_event()
    {
        var outbox = new Outbox(2, 1 << 20);
        var taking = outbox.TakeAsync(9, _stop);
        Assert.False(taking.IsCompleted);
        outbox.Add(Item("a"));

        Assert.Equal("a", Assert.Single(await taking.WaitAsync(TimeSpan.FromSeconds(10), _stop)).Event.Key);
    }

    private static Outgoing Item(string key) => new(Changes.Of(key, "v", 1, 1), IsResent: false);
}
