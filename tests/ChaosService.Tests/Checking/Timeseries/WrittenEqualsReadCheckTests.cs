using ChaosService.Checking.Timeseries.Written;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Timeseries;

public class WrittenEqualsReadCheckTests
{
    private static CheckVerdict Check(Script script, bool linearizable = false) =>
        script.Check("written-equals-read", new WrittenEqualsReadParameters(linearizable));

    [Fact]
    public void Every_acknowledged_point_read_once_is_valid()
    {
        var verdict = Check(new Script().WritePoints(10_000, 100, 0, 5).WritePoints(20_000, 50, 0, 6)
            .ReadPoints(10, 20, 10_000, 10_099, 20_000, 20_049));
        Assert.Equal((Outcome.Valid, "150 acknowledged points, each read once through every node"), (verdict.Outcome, verdict.Summary));
    }

    [Fact]
    public void Acknowledged_points_that_a_node_lacks_are_lost()
    {
        var verdict = Check(new Script().WritePoints(10_000, 100, 0, 5).Fault("f1", 1, 8).ReadNodes(
            10, 20, new NodePoints("n1", [10_000, 10_099], [], [], 0), new NodePoints("n2", [10_000, 10_049, 10_052, 10_099], [], [], 0)));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(("lost", 2L, "f1"), (finding.Anomaly, finding.Count, finding.Faults.Single()));
        Assert.Equal(
            "2 points from 10050 to 10051 of t0 acknowledged to process 0 by n1 at 0.005 s, are missing from what n2 answered to the read "
                + "at 0.010–0.020 s", finding.Explanation);
        Assert.Equal(2d, verdict.Figures["lost_count"]);
    }

    [Fact]
    public void Point_that_is_there_twice_is_found()
    {
        var verdict = Check(new Script().WritePoints(10_000, 2, 0, 5)
            .ReadNodes(10, 20, new NodePoints("n1", [10_000, 10_001], [10_001], [], 0)));
        Assert.Equal((Outcome.Invalid, "duplicated"), (verdict.Outcome, verdict.Findings.Single().Anomaly));
    }

    [Theory]
    [InlineData("t0", 3L, Outcome.Invalid)]
    [InlineData("t0", 2L, Outcome.Valid)]
    [InlineData("t0", null, Outcome.Valid)]
    [InlineData("register", 3L, Outcome.Valid)]
    public void Point_that_was_stored_twice_is_found_by_the_count_of_a_copy(string table, long? stored, Outcome outcome)
    {
        var verdict = Check(new Script().WritePoints(10_000, 2, 0, 5)
            .Holds(7, 1, new ReplicaCopy(new(table, 1, 0), 2, "aa", Stored: stored)).ReadPoints(10, 20, 10_000, 10_001));
        Assert.Equal(outcome, verdict.Outcome);
        if (outcome == Outcome.Valid) return;
        Assert.Equal(1d, verdict.Figures["duplicated_count"]);
        Assert.Equal(
            "n1 holds 2 points of partition 0 of shard 1 of table t0 and stored 3 by 0.007 s (history index 1000): some came to it twice",
            verdict.Findings.Single().Explanation);
    }

    [Fact]
    public void Row_that_is_not_as_its_number_says_is_found_beside_the_point_that_is_missing()
    {
        var verdict = Check(new Script().WritePoints(10_000, 2, 0, 5)
            .ReadNodes(10, 20, new NodePoints("n1", [10_000, 10_000], [], ["""{"n":10001,"load":0}"""], 1)));
        Assert.Equal(["altered", "lost"], verdict.Findings.Select(f => f.Anomaly).Order());
    }

    [Theory]
    [InlineData(OpType.Info, 0)]
    [InlineData(OpType.Info, 1)]
    [InlineData(OpType.Info, 2)]
    [InlineData(OpType.Fail, 0)]
    public void Write_without_an_acknowledgement_may_be_missing(OpType outcome, int there)
    {
        long[] found = there == 0 ? [20_000, 20_000] : [10_000, 10_000 + there - 1, 20_000, 20_000];
        var verdict = Check(new Script().WritePoints(10_000, 2, 0, 5, outcome).WritePoints(20_000, 1, 0, 5).ReadPoints(10, 20, found));
        Assert.Equal((Outcome.Valid, there), (verdict.Outcome, verdict.Figures["recovered_count"]));
    }

    [Fact]
    public void Refused_write_that_is_there_is_found()
    {
        var verdict = Check(new Script().WritePoints(10_000, 2, 0, 5, OpType.Fail).WritePoints(20_000, 1, 0, 5)
            .ReadPoints(10, 20, 10_001, 10_001, 20_000, 20_000));
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("refused", finding.Anomaly);
        Assert.Equal(
            "the point 10001 of t0 is in what n1 answered to the read at 0.010–0.020 s, although process 0 was told by n1 at 0.005 s that "
                + "nothing is stored (http 503: nothing is stored)", finding.Explanation);
    }

    [Fact]
    public void Partial_write_stores_all_lines_but_those_that_are_named()
    {
        var script = new Script().WritePoints(10_000, 4, 0, 5, refused: [10_002]);
        Assert.Equal(Outcome.Valid, Check(script.ReadPoints(10, 20, 10_000, 10_001, 10_003, 10_003)).Outcome);
        var stored = Check(new Script().WritePoints(10_000, 4, 0, 5, refused: [10_002]).ReadPoints(10, 20, 10_000, 10_003));
        Assert.Equal("refused", stored.Findings.Single().Anomaly);
        var lacking = Check(new Script().WritePoints(10_000, 4, 0, 5, refused: [10_002]).ReadPoints(10, 20, 10_000, 10_001));
        Assert.Equal(("lost", 1L), (lacking.Findings.Single().Anomaly, lacking.Findings.Single().Count));
    }

    [Fact]
    public void Point_that_nobody_wrote_is_found() => Assert.Equal(
        ("phantom", "the point 7 of t0 is in what n1 answered to the read at 0.010–0.020 s, and nobody wrote it"),
        Check(new Script().WritePoints(10_000, 1, 0, 5).ReadPoints(10, 20, 7, 7, 10_000, 10_000)).Findings
            .Select(f => (f.Anomaly, f.Explanation)).Single());

    [Fact]
    public void Point_that_was_read_before_it_was_written_is_found() => Assert.Contains(
        Check(new Script().ReadPoints(0, 2, 10_000, 10_000).WritePoints(10_000, 1, 3, 5).ReadPoints(10, 20, 10_000, 10_000)).Findings,
        f => f.Anomaly == "phantom" && f.Explanation.Contains("before process 1 began to write at 0.003 s"));

    [Fact]
    public void Point_with_an_unknown_outcome_must_stay_once_it_was_seen()
    {
        var verdict = Check(new Script().WritePoints(20_000, 1, 0, 1).WritePoints(10_000, 1, 0, 5, OpType.Info)
            .ReadPoints(10, 20, 10_000, 10_000, 20_000, 20_000).ReadPoints(30, 40, 20_000, 20_000));
        Assert.Equal((Outcome.Invalid, "vanished"), (verdict.Outcome, verdict.Findings.Single().Anomaly));
    }

    [Fact]
    public void Read_during_the_load_must_be_complete_only_if_it_is_asked_for()
    {
        var script = new Script().WritePoints(10_000, 1, 0, 5).ReadPoints(10, 12).WritePoints(20_000, 1, 13, 15)
            .ReadPoints(20, 30, 10_000, 10_000, 20_000, 20_000);
        Assert.Equal(Outcome.Valid, Check(script).Outcome);
        Assert.Equal("lost", Check(script, linearizable: true).Findings.Single().Anomaly);
    }

    [Fact]
    public void Nothing_acknowledged_and_nothing_read_are_unknown()
    {
        Assert.Equal("no point was acknowledged, so nothing can be said", Check(new Script()).Summary);
        var unread = Check(new Script().WritePoints(10_000, 1, 0, 5));
        Assert.Equal(
            (Outcome.Unknown, "no read of t0 succeeded after the last write, so losses cannot be known"), (unread.Outcome, unread.Summary));
        Assert.Equal(Outcome.Unknown, Check(new Script().ReadPoints(0, 5)).Outcome);
    }

    [Fact]
    public void Numbers_that_were_written_twice_and_values_of_another_form_are_unknown()
    {
        var twice = Check(new Script().WritePoints(10_000, 2, 0, 5).WritePoints(10_001, 2, 0, 5).ReadPoints(10, 20, 10_000, 10_002));
        Assert.Equal(
            (Outcome.Unknown, "t0 could not be decided: the point 10001 was written twice; give each batch numbers of its own"),
            (twice.Outcome, twice.Summary));
        var strange = Check(new Script().Add(Functions.WritePoints, OpValue.Integer(3), 0, 5, OpType.Ok, "t0"));
        Assert.Equal((Outcome.Unknown, true), (strange.Outcome, strange.Summary.Contains("is not understood: 3")));
    }
}
