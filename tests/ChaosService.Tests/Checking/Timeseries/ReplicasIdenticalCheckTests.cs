using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Verdicts;
using static ChaosService.Tests.Checking.Timeseries.ObservedScripts;

namespace ChaosService.Tests.Checking.Timeseries;

public class ReplicasIdenticalCheckTests
{
    private static CheckVerdict Check(Script script) => script.Check("replicas-identical", new ReplicasIdenticalParameters());

    [Fact]
    public void Copies_that_hold_the_same_at_the_end_are_valid()
    {
        var verdict = Check(new Script().Holds(1, 1, Copy(5)).Holds(1, 2, Copy(3, "bb")).Holds(500, 2, Copy(5)).ToTheEnd());
        Assert.Equal((Outcome.Valid, "1 partition with 2 identical copies at the end"), (verdict.Outcome, verdict.Summary));
    }

    [Theory]
    [InlineData(5, "bb")]
    [InlineData(4, "aa")]
    public void Copies_that_differ_at_the_end_are_found(long points, string checksum)
    {
        var verdict = Check(new Script().Holds(1, 1, Copy(5)).Fault("f1", 400, 600).Holds(500, 2, Copy(points, checksum)).ToTheEnd());
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(("different", "f1"), (finding.Anomaly, finding.Faults.Single()));
        Assert.Equal(
            $"partition 0 of shard 1 of table t0 differs at the end: n1 held 5 points with the checksum aa (history index 1000), and "
                + $"n2 held {points} points with the checksum {checksum} (history index 1001)", finding.Explanation);
    }

    [Fact]
    public void Copies_that_differ_at_one_position_of_their_log_are_found_though_they_agree_later()
    {
        var script = new Script().Holds(1, 1, Copy(5, "aa", 7)).Holds(2, 2, Copy(5, "bb", 7)).Holds(500, 1, Copy(6, "cc", 8))
            .Holds(500, 2, Copy(6, "cc", 8)).ToTheEnd();
        Assert.Equal((Outcome.Invalid, "diverged"), (Check(script).Outcome, Check(script).Findings.Single().Anomaly));
    }

    [Fact]
    public void Copies_at_different_positions_may_differ() => Assert.Equal(
        Outcome.Valid,
        Check(new Script().Holds(1, 1, Copy(5, "aa", 7)).Holds(2, 2, Copy(6, "bb", 8)).Holds(500, 1, Copy(6, "bb", 8)).ToTheEnd()).Outcome);

    [Fact]
    public void Copy_of_a_node_that_does_not_own_it_is_left_to_placement() => Assert.Equal(
        Outcome.Valid,
        Check(new Script().Catalog(1, Shard("Stable", null, "1 2")).Holds(1, 1, Copy(5)).Holds(1, 2, Copy(5)).Holds(1, 3, Copy(2, "old"))
            .ToTheEnd())
            .Outcome);

    [Fact]
    public void Too_little_seen_is_unknown()
    {
        Assert.Equal("no partition was seen to have two copies at the end", Check(new Script().Holds(1, 1, Copy(5)).ToTheEnd()).Summary);
        Assert.Equal("the run was not observed to its end", Check(new Script().Holds(1, 1, Copy(5)).Holds(1, 2, Copy(5))).Summary);
        Assert.Equal(
            "n2 did not say what it holds at the end",
            Check(new Script().Holds(1, 1, Copy(5)).Holds(1, 2, Copy(5)).Holds(1, 3, Copy(5)).Silent(9, 2).ToTheEnd()).Summary);
    }

    [Fact]
    public void Observation_of_another_form_is_unknown() => Assert.Contains(
        "what n3 said at 0.003 s is not understood: 7",
        Check(new Script().Holds(1, 1, Copy(5)).Holds(1, 2, Copy(5))
            .Observed("replicas", "n3", 3, ChaosService.Model.Histories.OpValue.Integer(7)).ToTheEnd())
            .Summary);
}
