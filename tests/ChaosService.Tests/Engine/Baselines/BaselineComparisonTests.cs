using ChaosService.Engine.Baselines;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Configuration;
using ChaosService.Model.Verdicts;
using static ChaosService.Tests.Engine.Baselines.BaselineTests;

namespace ChaosService.Tests.Engine.Baselines;

public class BaselineComparisonTests
{
    /// <summary>Mean 10, deviation 1: with 3 runs, one run is worse by noise of up to 6.965 × 1 × √(1/3 + 1) = 8.04 ms.</summary>
    private static readonly Baseline Noisy = Of(9, 10, 11);

    private static readonly Baseline Quiet = Of(10, 10.1, 9.9);

    [Theory]
    [InlineData(10.9, Outcome.Valid)]
    [InlineData(5, Outcome.Valid)]
    [InlineData(11.2, Outcome.Unknown)]
    [InlineData(18, Outcome.Unknown)]
    [InlineData(18.1, Outcome.Invalid)]
    public void Worse_is_what_exceeds_the_tolerance_and_the_noise(double p99, Outcome outcome) =>
        Assert.Equal(outcome, Compare(Noisy, [Run("now", p99)]).Outcome);

    [Fact]
    public void More_runs_tell_what_one_cannot()
    {
        Assert.Equal(Outcome.Unknown, Compare(Noisy, [Run("n1", 17)]).Outcome);
        Assert.Equal(Outcome.Invalid, Compare(Noisy, [Run("n1", 17), Run("n2", 17), Run("n3", 17)]).Outcome);
        // The same run three times is one run.
        Assert.Equal(Outcome.Unknown, Compare(Noisy, [Run("n1", 17), Run("n1", 17), Run("n1", 17)]).Outcome);
    }

    [Fact]
    public void Figure_says_how_much_worse_it_is_and_what_noise_would_be()
    {
        var figure = Compare(Noisy, [Run("now", 15)]).Figures.Single(f => f.Figure == "latency.p99_ms");

        Assert.Equal((10, 15, 0.5), (figure.Baseline, figure.Now, figure.Worse));
        Assert.Equal(0.804, figure.Noise, 3);
    }

    [Theory]
    [InlineData(0.99, Outcome.Valid)]
    [InlineData(0.8, Outcome.Invalid)]
    public void Less_is_worse_of_what_should_be_much(double ratio, Outcome outcome)
    {
        var baseline = Of(
            Run("a", 1, ("success_ratio", 1)), Run("b", 1, ("success_ratio", 1)), Run("c", 1, ("success_ratio", 0.998)));

        Assert.Equal(outcome, Compare(baseline, [Run("now", 1, ("success_ratio", ratio))]).Outcome);
    }

    [Fact]
    public void Figure_that_the_runs_of_now_lack_is_unknown_and_not_valid()
    {
        var (_, run) = Run("now", 10);
        var without = run with
        {
            Verdict = run.Verdict with { Checks = [run.Verdict.Checks[0] with { Figures = new Dictionary<string, double>() }] },
        };

        Assert.Equal(Outcome.Unknown, Compare(Quiet, [("now", without)]).Outcome);
    }

    [Fact]
    public void Figure_of_too_few_of_the_baselines_runs_is_unknown()
    {
        var baseline = Of(Run("a", 1, ("p50_ms", 1)), Run("b", 1, ("p50_ms", 1)), Run("c", 1));

        var figure = Assert.Single(Compare(baseline, [Run("now", 1, ("p50_ms", 1))], "latency.p50_ms").Figures);

        Assert.Equal(Outcome.Unknown, figure.Outcome);
    }

    [Fact]
    public void One_worst_case_is_compared_only_when_it_is_named()
    {
        var baseline = Of(Run("a", 1, ("max_ms", 5)), Run("b", 1, ("max_ms", 5)), Run("c", 1, ("max_ms", 5)));
        var now = Run("now", 1, ("max_ms", 50));

        Assert.DoesNotContain("latency.max_ms", Compare(baseline, [now]).Figures.Select(f => f.Figure));
        Assert.Equal(Outcome.Invalid, Compare(baseline, [now], "latency.max_ms").Outcome);
    }

    [Fact]
    public void Worst_comes_first()
    {
        var baseline = Of(Run("a", 10, ("p50_ms", 1)), Run("b", 10, ("p50_ms", 1)), Run("c", 10, ("p50_ms", 1)));

        Assert.Equal("latency.p50_ms", Compare(baseline, [Run("now", 10, ("p50_ms", 3))]).Figures[0].Figure);
    }

    [Fact]
    public void Other_machine_is_a_note()
    {
        var (place, run) = Run("now", 10);
        Assert.Empty(Compare(Quiet, [(place, run)]).Notes);
        run = run with { Environment = new() { ["machine"] = "9 cores" } };
        Assert.Contains("9 cores", Assert.Single(Compare(Quiet, [(place, run)]).Notes));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        var (_, run) = Run("now", 10);
        Refused("is one of the baseline's own runs", ("a", Run("a", 10).Results));
        Refused("only valid runs are compared", ("now", WithOutcome(run, Outcome.Invalid)));
        Refused("did something else than the baseline", ("now", run with { Plan = run.Plan with { Duration = TimeSpan.FromSeconds(61) } }));
        Assert.Contains(
            "no figure \"latency.p98_ms\"; it has: latency.p99_ms, ops.ok_per_s",
            Assert.Throws<BadInputException>(() => Compare(Quiet, [Run("now", 10)], "latency.p98_ms")).Message);
    }

    private static Baseline Of(params double[] p99) =>
        Of([.. p99.Select((p, i) => Run($"{(char)('a' + i)}", p))]);

    private static Baseline Of(params (string Place, ReportModel Results)[] runs) => Baseline.Of(runs, DateTimeOffset.UnixEpoch);

    private static BaselineComparison Compare(Baseline baseline, (string Place, ReportModel Results)[] runs, params string[] only) =>
        BaselineComparison.Of(baseline, runs, tolerance: 0.1, only);

    private static void Refused(string problem, (string Place, ReportModel Results) run) =>
        Assert.Contains(problem, Assert.Throws<BadInputException>(() => Compare(Quiet, [run])).Message);
}
