using ChaosService.MerkleKv.Replication;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Replication;

public sealed class SentEventsTests
{
    private readonly StepClock _time = new();

    [Fact]
    public void Events_from_shortly_before_the_loss_are_sent_again_however_long_the_outage()
    {
        var sent = new SentEvents(TimeSpan.FromSeconds(10), 100, 1 << 20, _time);
        Add(sent, "too old");
        _time.Step(TimeSpan.FromSeconds(11));
        Add(sent, "before");
        sent.Hold();
        _time.Step(TimeSpan.FromHours(1));
        Add(sent, "after");

        Assert.Equal(["before", "after"], sent.Again().Select(s => s.Event.Key));
        sent.Clear();
        Assert.Empty(sent.Again());
    }

    [Fact]
    public void What_is_kept_is_bounded_while_it_is_held()
    {
        var sent = new SentEvents(TimeSpan.FromSeconds(10), 3, 1 << 20, _time);
        sent.Hold();
        for (var i = 0; i < 9; i++) Add(sent, $"k{i}");

        Assert.Equal(["k6", "k7", "k8"], sent.Again().Select(s => s.Event.Key));
    }

    [Fact]
    public void What_was_sent_twice_is_not_sent_a_third_time()
    {
        var sent = new SentEvents(TimeSpan.FromSeconds(10), 100, 1 << 20, _time);
        sent.Add(new(Changes.Of("k", "v", 1, 1), IsResent: true));

        Assert.Empty(sent.Again());
    }

    private static void Add(SentEvents sent, string key) => sent.Add(new(Changes.Of(key, "v", 1, 1), IsResent: false));

    private sealed class StepClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Step(TimeSpan by) => _now += by.Ticks;
    }
}
