using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Verdicts;
using static ChaosService.Tests.Checking.Timeseries.ObservedScripts;

namespace ChaosService.Tests.Checking.Timeseries;

public class CatchUpCheckTests
{
    private static CheckVerdict Check(Script script) => script.Check("catch-up", new CatchUpParameters(TimeSpan.FromMilliseconds(300)));

    private static Script Killed() => new Script().Holds(1, 1, Copy(5)).Holds(1, 2, Copy(5)).Silent(120, 2).Holds(150, 1, Copy(9))
        .Fault("f1", 100, 200, kind: "container-kill", nodes: "n2");

    [Fact]
    public void Node_that_holds_what_others_had_in_time_is_valid()
    {
        var verdict = Check(Killed().Holds(250, 2, Copy(6)).Holds(300, 1, Copy(20)).Holds(350, 2, Copy(9)).ToTheEnd());
        Assert.Equal((Outcome.Valid, "1 time a node caught up, the slowest in 150 ms"), (verdict.Outcome, verdict.Summary));
    }

    [Fact]
    public void Node_that_is_late_is_found() => Assert.Contains(
        "n2 needed 600 ms after f1 container-kill was reverted at 0.200 s, above 300 ms: of partition 0 of shard 1 of table t0 it then "
            + "held 6 points, and 9 had been elsewhere",
        Check(Killed().Holds(250, 2, Copy(6)).Holds(800, 2, Copy(9)).ToTheEnd()).Findings.Single().Explanation);

    [Fact]
    public void Node_that_never_catches_up_is_found_when_it_was_watched_long_enough()
    {
        Assert.Equal((Outcome.Invalid, "behind"),
            (Check(Killed().ToTheEnd()).Outcome, Check(Killed().ToTheEnd()).Findings.Single().Anomaly));
        Assert.Equal(Outcome.Unknown, Check(Killed().ToTheEnd(400)).Outcome);
    }

    [Fact]
    public void Fault_that_another_one_follows_is_not_judged() => Assert.Equal(
        "no node had a fault while another one held something",
        Check(Killed().Fault("f2", 300, 990, nodes: "n3").ToTheEnd()).Summary);
}
