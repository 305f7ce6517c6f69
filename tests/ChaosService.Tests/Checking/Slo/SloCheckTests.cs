using ChaosService.Checking.Slo;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Checking.Slo.Live;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Checking.Linearizability;
using ChaosService.Workloads.Clients;

namespace ChaosService.Tests.Checking.Slo;

public class SloCheckTests
{
    /// <summary>A read every 10 ms for 20 s; from 5 to 10 s a fault, with failures from 5 s until the given time.</summary>
    private static Script Run(long failingUntil)
    {
        var script = new Script().Phase(RunPhase.LoadStarted, 0).Phase(RunPhase.LoadEnded, 20_000).Fault("f1", 5_000, 10_000);
        for (var at = 0; at < 20_000; at += 10)
        {
            var fails = at >= 5_000 && at < failingUntil;
            script.Read(null, at, at + (fails ? 900 : at % 100 == 0 ? 8 : 2), fails ? OpType.Info : OpType.Ok);
        }
        return script;
    }

    private static AvailabilityParameters Availability(
        double? objective = null, double? outside = null, int? gapMs = null, int settleMs = 0) =>
        new(objective, outside, gapMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null, TimeSpan.FromMilliseconds(settleMs));

    [Fact]
    public void Availability_is_told_overall_outside_and_during_each_fault()
    {
        var verdict = Run(7_000).Check("availability", Availability(0.9, 0.999));
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        Assert.Equal(0.9, verdict.Figures["success_ratio"], 3);
        Assert.Equal(1.0, verdict.Figures["outside_faults_success_ratio"], 3);
        Assert.Equal(301.0 / 501, verdict.Rows.Single(r => r.Label == "during f1 network-partition").Figures["success_ratio"], 3);
        Assert.Equal(2_016, verdict.Figures["longest_gap_ms"], 0);
    }

    [Fact]
    public void Availability_below_a_bound_is_invalid()
    {
        Assert.Equal(Outcome.Invalid, Run(7_000).Check("availability", Availability(objective: 0.95)).Outcome);
        Assert.Equal(Outcome.Invalid, Run(11_000).Check("availability", Availability(outside: 0.99)).Outcome);
        var gap = Run(7_000).Check("availability", Availability(gapMs: 1_000));
        Assert.Equal(["f1"], gap.Findings.Single().Faults);
    }

    [Fact]
    public void Failures_right_after_a_fault_are_the_faults_until_it_has_settled()
    {
        var run = Run(failingUntil: 12_000);
        Assert.Equal(Outcome.Valid, run.Check("availability", Availability(outside: 1, settleMs: 2_000)).Outcome);
        Assert.Equal(Outcome.Invalid, run.Check("availability", Availability(outside: 1, settleMs: 1_900)).Outcome);
    }

    [Fact]
    public void Compare_that_failed_is_an_answer_and_shed_is_not()
    {
        // The phrases are the workloads' own; the two projects do not know each other.
        var script = new Script().Cas(1, 2, 0, 1, OpType.Fail, error: Errors.CompareFailed).Cas(1, 2, 2, 3, OpType.Fail, error: Errors.Shed)
            .Cas(1, 2, 2, 3, OpType.Info, error: Errors.Timeout);
        Assert.Equal(1.0 / 3, script.Check("availability", Availability()).Figures["success_ratio"], 3);
        Assert.Equal(2, script.Check("latency", new LatencyParameters(null, null, null, null, null)).Figures["op_count"]);
    }

    [Fact]
    public void Latency_has_a_bound_for_p95()
    {
        static LatencyParameters P95(int ms) => new(null, null, TimeSpan.FromMilliseconds(ms), null, null);
        Assert.Equal(Outcome.Valid, Run(7_000).Check("latency", P95(9)).Outcome);
        Assert.Equal(Outcome.Invalid, Run(7_000).Check("latency", P95(7)).Outcome);
    }

    [Fact]
    public void Availability_without_any_success_is_unknown() =>
        Assert.Equal(Outcome.Unknown, new Script().Read(null, 0, 1, OpType.Info).Check("availability", Availability(0.5)).Outcome);

    [Fact]
    public void Latency_is_told_before_during_and_after_and_bounded_outside_faults()
    {
        var verdict = Run(7_000).Check("latency", new LatencyParameters(null, null, null, TimeSpan.FromMilliseconds(10), null));
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        Assert.Equal(
            ["outside faults", "before f1 network-partition", "during f1 network-partition", "after f1 network-partition"],
            verdict.Rows.Select(r => r.Label));
        Assert.Equal(900, verdict.Rows[2].Figures["p99_ms"], 900 * 0.02);
        Assert.Equal(2, verdict.Rows[1].Figures["p50_ms"], 2 * 0.02);
        Assert.Equal(8, verdict.Rows[3].Figures["max_ms"], 0.001);
        Assert.Equal(
            Outcome.Invalid,
            Run(7_000).Check("latency", new LatencyParameters(null, null, null, TimeSpan.FromMilliseconds(5), null)).Outcome);
    }

    [Theory]
    [InlineData(7_000, 1, Outcome.Valid, 0)]
    [InlineData(12_000, 3, Outcome.Valid, 2)]
    [InlineData(14_000, 3, Outcome.Invalid, 4)]
    [InlineData(20_000, 3, Outcome.Invalid, null)]
    [InlineData(20_000, 30, Outcome.Unknown, null)]
    public void Recovery_is_the_time_from_revert_to_steady_success(long failingUntil, int withinSeconds, Outcome expected, int? seconds)
    {
        var verdict = Run(failingUntil).Check("recovery", new RecoveryParameters(TimeSpan.FromSeconds(withinSeconds)));
        Assert.Equal(expected, verdict.Outcome);
        if (seconds is { } s) Assert.Equal(s, verdict.Figures["longest_recovery_s"], 0.2);
    }

    [Fact]
    public void Recovery_with_little_traffic_or_no_fault_is_unknown()
    {
        var parameters = new RecoveryParameters(TimeSpan.FromSeconds(5));
        Assert.Equal(Outcome.Unknown, new Script().Read(null, 0, 1).Check("recovery", parameters).Outcome);
        Assert.Equal(
            Outcome.Unknown,
            new Script().Read(null, 0, 1).Read(null, 9_000, 9_001).Fault("f1", 0, 1_000).Check("recovery", parameters).Outcome);
    }

    [Fact]
    public void Window_shows_the_last_seconds_only()
    {
        var events = OracleTests.Events(Run(7_000).Build()).ToArray();
        var (success, latency) = (new SlidingWindow(LiveFigures.Success), new SlidingWindow(LiveFigures.Latency));
        foreach (var (index, e) in events.TakeWhile(e => e.Event.TimeNs < 6_500_000_000))
        {
            success.Observe(index, e);
            latency.Observe(index, e);
        }
        Assert.InRange(success.WindowFigures(6_500_000_000)["success_ratio"], 0.80, 0.95);
        Assert.InRange(latency.WindowFigures(6_500_000_000)["p99_ms"], 850, 950);
        Assert.Empty(success.WindowFigures(60_000_000_000));
    }

    [Fact]
    public void Histogram_is_right_to_two_percent()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100_000; i++) histogram.Add(i * 1_000L);
        foreach (var share in new[] { 0.01, 0.5, 0.9, 0.99, 0.999, 1 })
            Assert.Equal(share * 100_000_000, histogram.Percentile(share), share * 100_000_000 * 0.02);
        histogram.Add(long.MaxValue);
        Assert.Equal(long.MaxValue, histogram.Percentile(1));
    }
}
