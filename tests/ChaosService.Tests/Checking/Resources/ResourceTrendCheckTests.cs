using ChaosService.Checking;
using ChaosService.Checking.Resources;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Resources;

/// <summary>Half an hour of a node that is measured every 5 s, with noise as a garbage collector makes it.</summary>
public sealed class ResourceTrendCheckTests
{
    private const double Mib = 1 << 20;
    private static readonly ResourceTrendParameters Limits = new(0.2, 0.2, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(2));

    [Fact]
    public void Steady_noise_is_valid()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var verdict = Check(Samples(seed, 30, _ => 100 * Mib, _ => 40));
            Assert.True(verdict.Outcome == Outcome.Valid, $"seed {seed}: {verdict.Summary}");
        }
    }

    [Fact]
    public void Slow_leak_is_found_in_noise()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var verdict = Check(Samples(seed, 30, s => (100 + (s / 1800 * 40)) * Mib, _ => 40));
            Assert.True(verdict.Outcome == Outcome.Invalid, $"seed {seed}: {verdict.Summary}");
            Assert.Equal("memory-growth", Assert.Single(verdict.Findings).Anomaly);
        }
    }

    [Fact]
    public void Leak_of_file_descriptors_is_found_and_named()
    {
        var verdict = Check(Samples(1, 30, _ => 100 * Mib, s => 40 + Math.Floor(s / 60)));

        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        Assert.Contains("fds of n1 grew by", verdict.Summary);
        Assert.Contains("n1", Assert.Single(verdict.Rows).Label);
    }

    [Fact]
    public void Restarts_begin_anew_and_hide_neither_steadiness_nor_a_leak()
    {
        // Each life starts at 50 MiB and warms up by 40 MiB in its first minute.
        static double Warm(double s) => (50 + Math.Min(40, s / 60 * 40)) * Mib;
        Assert.Equal(Outcome.Valid, Check(Lives(Warm)).Outcome);
        Assert.Equal(Outcome.Invalid, Check(Lives(s => Warm(s) + (s / 1800 * 40 * Mib))).Outcome);

        static List<ResourceSample> Lives(Func<double, double> memory) =>
            [.. Samples(3, 10, memory, _ => 40, life: "a"), .. Samples(
                4, 10, memory, _ => 40, life: "b", from: 600), .. Samples(5, 10, memory, _ => 40, life: "c", from: 1200)];
    }

    [Fact]
    public void Growth_at_the_start_alone_is_no_trend() =>
        Assert.Equal(Outcome.Valid, Check(Samples(1, 30, s => (s < 100 ? 20 + s : 120) * Mib, _ => 40)).Outcome);

    [Fact]
    public void Too_short_a_measurement_is_unknown_unless_it_has_grown_already()
    {
        Assert.Contains("too few", Unknown(Samples(1, 2, _ => 100 * Mib, _ => 40)));
        Assert.Contains("less than half", Unknown(Samples(1, 10, _ => 100 * Mib, _ => 40)));
        Assert.Equal(Outcome.Invalid, Check(Samples(1, 10, s => (100 + (s / 5)) * Mib, _ => 40)).Outcome);
        Assert.Contains("measured", Unknown([]));
    }

    [Fact]
    public void Few_more_of_little_are_nobodys_leak() =>
        Assert.Equal(Outcome.Valid, Check(Samples(1, 30, _ => 3 * Mib, s => 4 + Math.Floor(s / 600))).Outcome);

    private static string Unknown(IReadOnlyList<ResourceSample> samples)
    {
        var verdict = Check(samples);
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        return verdict.Summary;
    }

    private static CheckVerdict Check(IReadOnlyList<ResourceSample> samples) =>
        CheckKinds.All().Single(k => k.Name == "resource-trend")
            .Check(new History { Ops = ReadOnlyMemory<Op>.Empty, Samples = samples }, Limits, CheckBudget.Unlimited);

    /// <summary>Memory with up to 10 MiB of garbage that is collected every 40 s; one connection more or less.</summary>
    private static List<ResourceSample> Samples(
        long seed, int minutes, Func<double, double> memory, Func<double, double> fds, string life = "a", int from = 0)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, minutes * 12).Select(i => i * 5).Select(s => new ResourceSample(
            (from + s) * 1_000_000_000L, "n1", life, (long)(memory(s) + (s % 40 / 40.0 * 10 * Mib) + (random.NextDouble() * 2 * Mib)),
            (long)fds(s) + random.Next(2)))];
    }
}
