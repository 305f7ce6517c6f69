using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.State;

namespace ChaosService.Tests.Faults.Network;

/// <summary>How delays vary: netem's definitions, and what our own queue draws.</summary>
public sealed class SpreadTests
{
    private const int Packets = 20_000;
    private const int TableScale = 8192;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(10);

    /// <summary>By the definitions, not by the inverses that are drawn from.</summary>
    private static readonly Dictionary<Spread, Func<double, double>> Distributions = new()
    {
        [Spread.Uniform] = x => Math.Clamp((x + 1) / 2, 0, 1),
        [Spread.Normal] = x => x >= 4 ? 1 : NormalBelow(x),
        [Spread.Pareto] = x => x >= 4 ? 1 : x * 3 / 4 + 1.5 is > 1 and var y ? 1 - Math.Pow(y, -3) : 0,
    };

    [Theory]
    [InlineData(Spread.Uniform)]
    [InlineData(Spread.Normal)]
    [InlineData(Spread.Pareto)]
    internal void Delays_of_the_queue_are_distributed_as_asked_for_and_not_otherwise(Spread spread)
    {
        foreach (var seed in (long[])[1, 2, 3])
        {
            var drawn = Delays(spread, seed);
            foreach (var (other, distribution) in Distributions)
            {
                var distance = KolmogorovSmirnov.Distance(drawn, distribution);
                Assert.Equal(other == spread, distance <= KolmogorovSmirnov.Bound(Packets));
            }
            Assert.All(drawn, x => Assert.InRange(x, spread.Least() - 1e-6, spread.Greatest() + 1e-6));
        }
    }

    /// <summary>netem/normal.c of iproute2: for each part of 16384 the last x whose share of all rounds to it.</summary>
    [Fact]
    public void Normal_is_that_of_the_table()
    {
        for (var i = 4; i < 16384; i += 4)
        {
            var x = Spread.Normal.At((i + 0.5) / 16384);
            Assert.Equal((i + 0.5) / 16384, NormalBelow(x), 1e-8);
        }
        Assert.Equal((-4, 4), (Spread.Normal.At(0), Spread.Normal.At(1 - 1e-12)));
    }

    /// <summary>netem/pareto.c of iproute2, as it computes its 4096 entries.</summary>
    [Fact]
    public void Pareto_is_that_of_the_table()
    {
        for (var (i, k) = (65536, 0); i > 0; (i, k) = (i - 16, k + 1))
        {
            var entry = Math.Min((1 / Math.Pow(i / 65536.0, 1 / 3.0) - 1.5) * (4 / 3.0) * TableScale, 32767);
            Assert.Equal(entry / TableScale, Spread.Pareto.At(k / 4096.0), 2e-4);
        }
    }

    [Fact]
    public void Least_and_most_of_a_delay_are_those_of_its_distribution()
    {
        Shape Of(Spread spread) => new(Delay, Jitter) { Spread = spread };
        Assert.Equal((40, 60), Ends(Of(Spread.Uniform)));
        Assert.Equal((10, 90), Ends(Of(Spread.Normal)));
        Assert.Equal((43.3333, 90), Ends(Of(Spread.Pareto)));
        // Nothing arrives before it was sent.
        Assert.Equal((0, 250), Ends(Of(Spread.Normal) with { Jitter = Delay }));
    }

    [Fact]
    public void Two_delays_that_vary_alike_add_up_and_others_do_not()
    {
        Shape Of(Spread spread, int jitter) => new(Delay, TimeSpan.FromMilliseconds(jitter)) { Spread = spread };
        Assert.Equal(new(2 * Delay, TimeSpan.FromMilliseconds(5)) { Spread = Spread.Normal }, Of(Spread.Normal, 3) + Of(Spread.Normal, 4));
        Assert.Equal(new(2 * Delay, TimeSpan.FromMilliseconds(7)), Of(Spread.Uniform, 3) + Of(Spread.Uniform, 4));
        Assert.Equal(new(2 * Delay, TimeSpan.FromMilliseconds(3)) { Spread = Spread.Pareto }, Of(Spread.Pareto, 3) + Of(Spread.Uniform, 0));
        Assert.Equal(Of(Spread.Uniform, 0) + Of(Spread.Normal, 3), Of(Spread.Normal, 3) + Of(Spread.Uniform, 0));
        Assert.Null(Shape.Conflict(Of(Spread.Normal, 3), Of(Spread.Normal, 4)));
        Assert.Null(Shape.Conflict(Of(Spread.Normal, 3), Of(Spread.Uniform, 0)));
        Assert.Contains("normal and uniform", Shape.Conflict(Of(Spread.Normal, 3), Of(Spread.Uniform, 4)));
        Assert.Contains("pareto and pareto", Shape.Conflict(Of(Spread.Pareto, 3), Of(Spread.Pareto, 4)));
    }

    /// <summary>In jitters from the middle. So far from each other that no packet waits for the one before it.</summary>
    private static double[] Delays(Spread spread, long seed)
    {
        var queue = new PacketQueue(0, new Shape(Delay, Jitter) { Spread = spread }, seed, "q");
        var (delays, acts) = (new double[Packets], new Queue<PacketAct>());
        for (var i = 0; i < Packets; i++)
        {
            var now = i * TimeSpan.TicksPerSecond;
            queue.Admit((uint)i, null, now, acts);
            delays[i] = (queue.NextDue!.Value - now - Delay.Ticks) / (double)Jitter.Ticks;
            queue.Release(long.MaxValue, acts);
        }
        return delays;
    }

    /// <summary>Simpson's rule over the density: nothing of the approximation that is tested.</summary>
    private static double NormalBelow(double x)
    {
        const int Steps = 400;
        static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        var step = x / Steps;
        var inner = Enumerable.Range(1, Steps - 1).Sum(i => (i % 2 == 0 ? 2 : 4) * Density(i * step));
        return 0.5 + step / 3 * (Density(0) + inner + Density(x));
    }

    private static (double, double) Ends(Shape shape) =>
        (Math.Round(shape.ShortestDelay.TotalMilliseconds, 4), shape.LongestDelay.TotalMilliseconds);
}
