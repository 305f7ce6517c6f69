using ChaosService.Checking.Durability;
using ChaosService.Checking.Durability.Live;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Checking.Linearizability;

namespace ChaosService.Tests.Checking.Durability;

public class SetFullCheckTests
{
    private static CheckVerdict Check(Script script, SetFullParameters? parameters = null) => script.Check("set-full", parameters ?? new SetFullParameters());

    [Fact]
    public void Everything_acknowledged_and_there_is_valid()
    {
        var verdict = Check(new Script().AddElement(1, 0, 1).AddElement(2, 2, 3).AddElement(3, 2, 3, OpType.Info).ReadSet(10, 11, 1, 2, 3));
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        Assert.Equal((3, 2, 0, 1), (verdict.Figures["attempt_count"], verdict.Figures["acknowledged_count"], verdict.Figures["lost_count"], verdict.Figures["recovered_count"]));
    }

    [Fact]
    public void Lost_element_is_named_with_process_node_time_and_fault()
    {
        var verdict = Check(new Script().AddElement(1, 0, 1).AddElement(1234, 12_300, 12_345).ReadSet(30_000, 30_001, 1).Fault("f1", 12_000, 20_000));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("lost", finding.Anomaly);
        Assert.Equal([2, 4], finding.Ops.Select(o => o.Index));
        Assert.Equal(["f1"], finding.Faults);
        Assert.StartsWith("element 1234, acknowledged to process 1 by n1 at 12.345 s during f1 network-partition, is missing from the read of process 2", finding.Explanation);
        Assert.Equal(0.345, verdict.Figures["first_lost_after_fault_s"], 3);
    }

    [Fact]
    public void Seen_without_acknowledgement_and_then_missing_is_lost() =>
        Assert.Equal("lost", Check(new Script().AddElement(9, 0, 1).AddElement(1, 0, 1, OpType.Info).ReadSet(2, 3, 1, 9).ReadSet(4, 5, 9)).Findings.Single().Anomaly);

    [Fact]
    public void Loss_of_what_was_read_is_certain_even_when_no_add_was_acknowledged() =>
        Assert.Equal((Outcome.Invalid, "lost"), Check(new Script().AddElement(1, 0, 1, OpType.Info).ReadSet(2, 3, 1).ReadSet(4, 5)) is var v ? (v.Outcome, v.Findings.Single().Anomaly) : default);

    [Fact]
    public void Element_read_before_it_was_added_is_a_phantom()
    {
        var finding = Check(new Script().ReadSet(0, 1, 7).AddElement(7, 5, 6).ReadSet(8, 9, 7)).Findings.Single();
        Assert.Equal("phantom", finding.Anomaly);
        Assert.EndsWith("before process 1 began to add it at 0.005 s", finding.Explanation);
    }

    [Fact]
    public void Loss_within_the_accepted_window_is_reported_and_valid()
    {
        var script = new Script().AddElement(1, 0, 1).AddElement(2, 1_500, 2_000).ReadSet(9_000, 9_001, 1).Fault("f1", 1_000, 5_000);
        var accepted = Check(script, new SetFullParameters(TimeSpan.FromSeconds(2)));
        Assert.Equal((Outcome.Valid, 1, 1), (accepted.Outcome, accepted.Figures["lost_count"], accepted.Figures["lost_accepted_count"]));
        Assert.Contains("no loss beyond what is accepted; 1 lost", accepted.Summary);
        Assert.Equal(Outcome.Invalid, Check(script, new SetFullParameters(TimeSpan.FromMilliseconds(500))).Outcome);
    }

    [Fact]
    public void Missing_for_a_while_is_stale_and_counts_only_when_linearizable()
    {
        var script = new Script().AddElement(1, 0, 1).ReadSet(2, 3).ReadSet(4, 5, 1);
        var verdict = Check(script);
        Assert.Equal((Outcome.Valid, 1), (verdict.Outcome, verdict.Figures["stale_count"]));
        Assert.Equal("stale", Check(script, new SetFullParameters(Linearizable: true)).Findings.Single().Anomaly);
    }

    [Fact]
    public void Twice_in_one_read_is_duplicated() => Assert.Equal("duplicated", Check(new Script().AddElement(1, 0, 1).ReadSet(2, 3, 1, 1)).Findings.Single().Anomaly);

    [Fact]
    public void Read_though_it_failed_or_was_never_added_is_a_phantom()
    {
        Assert.Equal("phantom", Check(new Script().AddElement(2, 0, 1).AddElement(1, 0, 1, OpType.Fail).ReadSet(2, 3, 1, 2)).Findings.Single().Anomaly);
        Assert.Equal("phantom", Check(new Script().AddElement(2, 0, 1).ReadSet(2, 3, 1, 2)).Findings.Single().Anomaly);
    }

    [Fact]
    public void Without_a_final_read_or_an_acknowledged_add_it_is_unknown()
    {
        Assert.Equal(Outcome.Unknown, Check(new Script().AddElement(1, 0, 1).ReadSet(2, 3, 1).AddElement(2, 4, 5)).Outcome);
        Assert.Equal(Outcome.Unknown, Check(new Script().AddElement(1, 0, 1)).Outcome);
        Assert.Equal(Outcome.Unknown, Check(new Script().AddElement(1, 0, 1, OpType.Info).ReadSet(2, 3)).Outcome);
        Assert.Equal(Outcome.Unknown, Check(new Script()).Outcome);
    }

    [Fact]
    public void Element_that_is_missing_before_the_last_add_may_still_arrive()
    {
        var script = new Script().AddElement(1, 0, 1).ReadSet(2, 3).AddElement(2, 4, 5);

        Assert.Equal(Outcome.Unknown, Check(script).Outcome);
        Assert.Equal(Outcome.Invalid, Check(script.ReadSet(6, 7, 2)).Outcome);
    }

    [Fact]
    public void Many_losses_are_listed_to_ten_and_counted()
    {
        var script = new Script();
        for (var i = 0; i < 500; i++) script.AddElement(i, i, i + 1);
        var verdict = Check(script.ReadSet(9_000, 9_001));
        Assert.Equal(500, verdict.Figures["lost_count"]);
        Assert.Equal((11, 500), (verdict.Findings.Count, verdict.Findings.Sum(f => f.Count)));
    }

    [Fact]
    public void Live_form_names_duplicates_phantoms_and_what_vanished()
    {
        var script = new Script().AddElement(1, 0, 1).AddElement(2, 0, 1).ReadSet(2, 3, 1, 2).ReadSet(4, 5, 1, 1, 7);
        Assert.Equal(["duplicated", "phantom", "stale"], Live(script, new SetFullParameters(Linearizable: true)).Select(f => f.Anomaly));
        Assert.Equal(["duplicated", "phantom"], Live(script, new SetFullParameters()).Select(f => f.Anomaly));
        Assert.Equal(Outcome.Invalid, Check(script).Outcome);
        Assert.Empty(Live(new Script().AddElement(1, 0, 9).ReadSet(1, 2, 1).ReadSet(3, 4, 1), new SetFullParameters(Linearizable: true)));
    }

    private static IReadOnlyList<Finding> Live(Script script, SetFullParameters parameters)
    {
        var live = new LiveSetFull(parameters);
        foreach (var (index, e) in OracleTests.Events(script.Build())) live.Observe(index, e);
        return live.TakeFindings();
    }
}
