using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Tests.Faults.Network;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>In queues of ours, where packets arrive.</summary>
[Trait("needs", "docker")]
public sealed class NfqueueConformanceTests(ITestOutputHelper output) : ShapeConformance(output)
{
    internal override IShaper Shaper { get; } = new NfqueueShaper(TimeProvider.System);

    protected override bool AtSender => false;

    protected override async Task SkipWhereItCannotBeAsync()
    {
        var nfqueue = await NetworkProbes.NfqueueAsync(CancellationToken.None);
        Assert.SkipUnless(nfqueue.Available, nfqueue.Detail);
    }

    /// <summary>
    /// End to end, and so with what a machine adds to each packet, which is left out of the comparison: the exact test is that of the
    /// queue's own numbers. Here it is told which of the two distributions packets meet.
    /// </summary>
    [Theory]
    [InlineData(Spread.Normal)]
    [InlineData(Spread.Pareto)]
    internal async Task Delays_are_distributed_as_asked_for(Spread spread)
    {
        const int Count = 250;
        // Many times what a busy machine adds.
        var (delay, jitter) = (TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(10));
        var (pid, state) = StateFor(new Shape(delay, jitter) { Spread = spread });
        await Shaper.ApplyAsync(pid, state, TestContext.Current.CancellationToken);
        for (var again = false; ; again = true)
        {
            var times = await OneByOneAsync(Count);
            double From(Spread other) => Added.Min(added => KolmogorovSmirnov.Distance(
                times.Sorted.Select(t => (t - delay - added) / jitter), x => ShareBelow(other, x)));
            var (own, other) = (From(spread), From(spread == Spread.Normal ? Spread.Pareto : Spread.Normal));
            var told = $"{times.Sorted.Count} of {Count}: {times.Spread}; {own:0.000} from {spread}, {other:0.000} from the other";
            Say(told);
            if (times.Sorted.Count == Count && own < other && own <= KolmogorovSmirnov.Bound(Count)) return;
            Assert.False(again, told);
        }
    }

    /// <summary>A packet that has less to wait than the one before it waits for that one too, so none is under way with another.</summary>
    private async Task<LinkTimes> OneByOneAsync(int count)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < count; i++) times.AddRange((await ConnectAsync(1)).Sorted);
        return new([.. times.Order()]);
    }

    /// <summary>Up to 2 ms.</summary>
    private static IEnumerable<TimeSpan> Added => Enumerable.Range(0, 21).Select(i => TimeSpan.FromMilliseconds(i / 10.0));

    /// <summary>Found by halving: the inverse is what is known.</summary>
    private static double ShareBelow(Spread spread, double x)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 30; i++)
        {
            var middle = (low + high) / 2;
            if (spread.At(middle) < x) low = middle;
            else high = middle;
        }
        return low;
    }
}
