using ChaosService.Faults.Network.State;
using ChaosService.Faults.Network.Trains;
using ChaosService.Model.Randomness;

namespace ChaosService.Tests.Faults.Network;

/// <summary>What is concluded from the packets that came.</summary>
public sealed class TrainTests
{
    private static readonly TrainPlan Forty = new(40, 200, TimeSpan.Zero, TimeSpan.FromSeconds(1), Copies: true);

    /// <summary>Each end is where the seen number, or a more extreme one, has a chance of 0.05 %.</summary>
    [Theory]
    [InlineData(0, 30, 0, 0.2238)]
    [InlineData(30, 30, 0.7762, 1)]
    [InlineData(5, 10, 0.0773, 0.9227)]
    public void Bounds_are_exact(int seen, int of, double low, double high)
    {
        var bounds = Binomial.Bounds(seen, of);
        Assert.Equal((low, high), (Math.Round(bounds.Low, 4), Math.Round(bounds.High, 4)));
    }

    [Fact]
    public void Shares_are_counted_over_packets_and_not_over_copies()
    {
        var arrivals = Enumerable.Range(0, 30).Select(i => (i, true)).Append((0, true)).Append((1, true)).Append((35, false));
        var report = Report(arrivals);
        Assert.Equal((10, 2, 1), (report.NotIntact, report.Twice, report.Damaged));
    }

    [Fact]
    public void Packets_overtake_within_their_burst()
    {
        int[] first = [2, 5, .. Enumerable.Range(0, 20).Except([2, 5])];
        int[] second = [.. Enumerable.Range(20, 20)];
        Assert.Equal((2, 38), Report([.. first, .. second]).Overtakes());
        Assert.Equal((0, 38), Report([.. Enumerable.Range(0, 40)]).Overtakes());
    }

    [Theory]
    [InlineData(0.2, true)]
    [InlineData(0.0, false)]
    public void Loss_that_is_not_there_is_not_proven(double lost, bool seen)
    {
        var (asked, random) = (new Shape { Loss = PacketLoss.Random(0.2) }, new SeededRandom(11));
        var judge = new TrainJudge(asked);
        var plan = judge.Plan(asked);
        var arrived = Enumerable.Range(0, plan.Packets).Where(_ => random.NextDouble() >= lost);
        var proof = judge.Judge("a → b", asked, new(plan, [.. arrived.Select(n => new Arrival(n, true, TimeSpan.Zero))], TimeSpan.Zero));
        Assert.Equal(seen, proof.Seen);
        Assert.StartsWith("a → b asked 20 % lost, measured ", proof.Evidence);
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(2.0, false)]
    public void Rate_is_what_arrived_and_more_than_the_limit_is_not_proven(double times, bool seen)
    {
        var asked = new Shape { Rate = new(8_000_000, TimeSpan.FromSeconds(1)) };
        var judge = new TrainJudge(asked);
        var plan = judge.Plan(asked);
        var gap = plan.WireBits / (8_000_000 * times);
        var arrivals = Enumerable.Range(0, plan.Packets).Select(n => new Arrival(n, true, TimeSpan.FromSeconds((n + 1) * gap)));
        var proof = judge.Judge("a → b", asked, new(plan, [.. arrivals], TimeSpan.FromSeconds(plan.Packets * gap * times / 2)));
        Assert.Equal(seen, proof.Seen);
        Assert.StartsWith($"a → b asked 8 Mbit/s, measured {8 * times} Mbit/s of 16 Mbit/s", proof.Evidence);
    }

    [Fact]
    public void Rarer_and_more_bursty_losses_need_more_packets()
    {
        Assert.True(TrainPlan.PacketsFor(0.01, 0) > TrainPlan.PacketsFor(0.2, 0));
        Assert.True(TrainPlan.PacketsFor(0.2, 0.5) > TrainPlan.PacketsFor(0.2, 0));
        Assert.False(TrainPlan.CanShow(0.001, 0.5));
    }

    [Fact]
    public void Odds_of_a_packet_are_those_of_its_fates_together()
    {
        var odds = new LinkOdds(new() { Duplicated = 0.3, Loss = PacketLoss.Random(0.2), Corrupted = 0.1 });
        var (random, notIntact, twice) = (new SeededRandom(5), 0, 0);
        const int Packets = 200_000;
        bool Happens(double share) => random.NextDouble() < share;
        for (var i = 0; i < Packets; i++)
        {
            var (copied, lost) = (Happens(0.3), Happens(0.2));
            var whole = (!lost || copied) && !Happens(0.1) ? 1 : 0;
            if (copied && !lost && !Happens(0.2) && !Happens(0.1)) whole++;
            notIntact += whole == 0 ? 1 : 0;
            twice += whole == 2 ? 1 : 0;
        }
        Assert.Equal(odds.NotIntact, (double)notIntact / Packets, 0.005);
        Assert.Equal(odds.Twice, (double)twice / Packets, 0.005);
    }

    private static TrainReport Report(IEnumerable<int> inOrder) => Report(inOrder.Select(n => (n, true)));

    private static TrainReport Report(IEnumerable<(int Number, bool IsIntact)> arrivals) =>
        new(Forty, [.. arrivals.Select(a => new Arrival(a.Number, a.IsIntact, TimeSpan.Zero))], TimeSpan.FromSeconds(1));
}
