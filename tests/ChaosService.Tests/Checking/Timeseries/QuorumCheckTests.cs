using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using static ChaosService.Tests.Checking.Timeseries.ObservedScripts;

namespace ChaosService.Tests.Checking.Timeseries;

public class QuorumCheckTests
{
    private static CheckVerdict Check(Script script, double? objective = null) =>
        script.Check("quorum", new QuorumParameters(objective, TimeSpan.FromMilliseconds(50)));

    /// <summary>Nodes 1, 2 and 3 hold both partitions; n2 and n3 are killed from 100 to 200 ms.</summary>
    private static Script Killed(string kind = "container-kill", bool effect = true) => new Script()
        .Catalog(1, Shard("Stable", null, "1 2 3", "2 3 1")).Holds(1, 1, Copy(5)).Holds(1, 2, Copy(5)).Holds(1, 3, Copy(5))
        .Fault("f1", 100, 200, effect, kind: kind, nodes: ["n2", "n3"]);

    [Fact]
    public void Writes_refused_without_and_done_with_a_majority_are_valid()
    {
        var verdict = Check(Killed().WritePoints(10_000, 1, 10, 20).WritePoints(20_000, 1, 110, 120, OpType.Info)
            .WritePoints(30_000, 1, 300, 310));
        Assert.Equal(
            (Outcome.Valid, "none of 1 write without a majority was acknowledged, and 100% of 2 with one succeeded"),
            (verdict.Outcome, verdict.Summary));
    }

    [Fact]
    public void Write_that_is_acknowledged_without_a_majority_is_found()
    {
        var verdict = Check(Killed().WritePoints(10_000, 1, 10, 20).WritePoints(20_000, 1, 110, 120));
        Assert.Equal(("below-quorum", "f1"), (verdict.Findings.Single().Anomaly, verdict.Findings.Single().Faults.Single()));
    }

    [Theory]
    [InlineData(95, 120)]
    [InlineData(190, 210)]
    public void Write_that_began_before_or_ended_after_proves_nothing(long from, long until) => Assert.Equal(
        Outcome.Valid, Check(Killed().WritePoints(10_000, 1, 10, 20).WritePoints(20_000, 1, from, until)).Outcome);

    [Fact]
    public void Fault_without_a_proven_effect_and_a_cut_network_prove_nothing()
    {
        Assert.Equal(Outcome.Valid, Check(Killed(effect: false).WritePoints(10_000, 1, 10, 20).WritePoints(20_000, 1, 110, 120)).Outcome);
        Assert.Equal(
            Outcome.Valid, Check(Killed("network-partition").WritePoints(10_000, 1, 10, 20).WritePoints(20_000, 1, 110, 120)).Outcome);
    }

    [Fact]
    public void Writes_that_fail_with_a_majority_are_found()
    {
        var none = Check(Killed().WritePoints(10_000, 1, 10, 20, OpType.Fail).WritePoints(20_000, 1, 30, 40, OpType.Info));
        Assert.Equal("refused-with-quorum", none.Findings.Single().Anomaly);
        var half = Killed().WritePoints(10_000, 1, 10, 20).WritePoints(20_000, 1, 30, 40, OpType.Info);
        Assert.Equal(Outcome.Valid, Check(half).Outcome);
        Assert.Equal(Outcome.Invalid, Check(half, 0.9).Outcome);
    }

    [Fact]
    public void Catalog_that_was_not_seen_is_unknown() => Assert.Equal(
        "the catalog was not seen, so nobody knows who holds what", Check(new Script().WritePoints(10_000, 1, 10, 20)).Summary);
}
