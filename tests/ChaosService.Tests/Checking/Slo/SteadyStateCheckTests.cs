using ChaosService.Checking.Slo;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Slo;

public sealed class SteadyStateCheckTests
{
    private static SteadyStateParameters Bounds(double? objective = null, double outside = 1, int settleMs = 0) =>
        new(objective, outside, TimeSpan.FromMilliseconds(settleMs));

    /// <summary>Asked once a second for 20 s, and once after; from 5 to 10 s there is a fault.</summary>
    private static Script Run(Func<int, bool> met, bool? after = true)
    {
        var script = new Script().Phase(RunPhase.LoadStarted, 1_000).Phase(RunPhase.LoadEnded, 21_000).Fault("f1", 5_000, 10_000);
        for (var second = 0; second < 21; second++) script.Probe("api", second * 1_000, met(second));
        return after is { } then ? script.Probe("api", 22_000, then) : script;
    }

    [Fact]
    public void Probe_that_fails_under_the_fault_alone_is_valid_and_counted()
    {
        var verdict = Run(s => s is < 5 or > 10).Check("steady-state", Bounds());
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        Assert.Equal(14 / 20.0, verdict.Figures["met_ratio"], 6);
        Assert.Equal(1, verdict.Figures["outside_faults_met_ratio"]);
        Assert.Equal(20, verdict.Figures["answer_count"]);
    }

    [Fact]
    public void Probe_below_its_objective_is_invalid()
    {
        var finding = Assert.Single(Run(s => s is < 5 or > 10).Check("steady-state", Bounds(objective: 0.8)).Findings);
        Assert.Equal("api was met by 70% of 20 answers, below 80%; first not at 5.000 s: answered 503", finding.Explanation);
        Assert.Equal(["f1"], finding.Faults);
    }

    [Fact]
    public void One_answer_outside_faults_that_does_not_meet_is_invalid_until_the_fault_has_settled()
    {
        Assert.Equal(Outcome.Invalid, Run(s => s != 12).Check("steady-state", Bounds(settleMs: 1_900)).Outcome);
        Assert.Equal(Outcome.Valid, Run(s => s != 12).Check("steady-state", Bounds(settleMs: 2_000)).Outcome);
        Assert.Equal(Outcome.Valid, Run(s => s != 12).Check("steady-state", Bounds(outside: 0.9)).Outcome);
    }

    [Fact]
    public void What_was_asked_before_a_fault_and_answered_in_it_is_the_faults() =>
        Assert.Equal(
            Outcome.Valid, Run(_ => true).Probe("api", 4_900, met: false, until: 5_900).Probe("api", 23_000)
                .Check("steady-state", Bounds()).Outcome);

    [Fact]
    public void Before_the_load_a_probe_may_need_several_answers() =>
        Assert.Equal(Outcome.Valid, Run(s => s > 0).Check("steady-state", Bounds()).Outcome);

    [Fact]
    public void Probe_that_is_not_met_in_the_end_is_invalid()
    {
        var finding = Assert.Single(Run(_ => true, after: false).Check("steady-state", Bounds()).Findings);
        Assert.Equal("not-steady-again", finding.Anomaly);
        Assert.Equal("api was not met after the faults were gone: answered 503 at 22.000 s", finding.Explanation);
        Assert.Equal(Outcome.Valid, Run(_ => true, after: false).Probe("api", 23_000).Check("steady-state", Bounds()).Outcome);
    }

    [Fact]
    public void What_was_not_asked_is_unknown()
    {
        Assert.Equal(Outcome.Unknown, new Script().Check("steady-state", Bounds()).Outcome);
        Assert.Equal("api was not asked after the load", Run(_ => true, after: null).Check("steady-state", Bounds()).Summary);
        var covered = new Script().Phase(RunPhase.LoadStarted, 0).Phase(RunPhase.LoadEnded, 9_000).Fault("f1", 0, 9_000)
            .Probe("api", 1_000).Probe("api", 10_000);
        Assert.Equal("no answer of api fell outside the faults", covered.Check("steady-state", Bounds()).Summary);
    }

    [Fact]
    public void Each_probe_is_judged_for_itself()
    {
        var verdict = Run(_ => true).Probe("disk", 2_000).Probe("disk", 3_000, met: false).Probe("disk", 23_000)
            .Check("steady-state", Bounds());
        Assert.Equal("disk was met by 50% of 2 answers outside faults, below 100%; first not at 3.000 s: answered 503", verdict.Summary);
        Assert.Equal(["api", "disk"], verdict.Rows.Select(r => r.Label));
    }
}
