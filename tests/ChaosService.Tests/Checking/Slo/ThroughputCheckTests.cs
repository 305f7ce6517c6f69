using ChaosService.Checking.Slo;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Checking.Linearizability;

namespace ChaosService.Tests.Checking.Slo;

public sealed class ThroughputCheckTests
{
    /// <summary>A read every 10 ms for 10 s; every fourth has no answer.</summary>
    private static Script Run(int takesMs = 2)
    {
        var script = new Script().Phase(RunPhase.LoadStarted, 0).Phase(RunPhase.LoadEnded, 10_000);
        for (var at = 0; at < 10_000; at += 10) script.Read(null, at, at + takesMs, at % 40 == 0 ? OpType.Info : OpType.Ok);
        return script;
    }

    [Fact]
    public void Throughput_is_what_succeeds_in_a_second()
    {
        var verdict = Check(Run(), null);
        Assert.Equal((Outcome.Valid, "75 ops/s succeeded over 10.0 s"), (verdict.Outcome, verdict.Summary));
        Assert.Equal(75, verdict.Figures["ops_per_s"]);
        Assert.Equal(1_000, verdict.Figures["attempt_count"]);
    }

    [Fact]
    public void Throughput_below_its_bound_is_invalid()
    {
        Assert.Equal(Outcome.Valid, Check(Run(), 75).Outcome);
        var verdict = Check(Run(), 76);
        Assert.Equal((Outcome.Invalid, "75 ops/s succeeded over 10.0 s, below 76 ops/s"), (verdict.Outcome, verdict.Summary));
        Assert.Equal("too-few", Assert.Single(verdict.Findings).Anomaly);
    }

    [Fact]
    public void Answers_after_the_load_do_not_count() => Assert.Equal(Outcome.Invalid, Check(Run(takesMs: 5_000), 75).Outcome);

    [Fact]
    public void Load_without_ops_is_unknown() =>
        Assert.Equal(
            Outcome.Unknown, Check(new Script().Phase(RunPhase.LoadStarted, 0).Phase(RunPhase.LoadEnded, 10_000), 1).Outcome);

    private static CheckVerdict Check(Script script, double? atLeast) => script.Check("throughput", new ThroughputParameters(atLeast));
}
