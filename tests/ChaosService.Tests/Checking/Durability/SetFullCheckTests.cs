using ChaosService.Checking.Durability.Live;
using ChaosService.Checking.Durability.Sets;
using ChaosService.Checking.Linearizability;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Checking.Linearizability;

namespace ChaosService.Tests.Checking.Durability;

public class SetFullCheckTests
{
    private static CheckVerdict Check(Script script, SetFullParameters? parameters = null) =>
        script.Check("set-full", parameters ?? new SetFullParameters());

    [Fact]
    public void Everything_acknowledged_and_there_is_valid()
    {
        var verdict = Check(new Script().AddElement(1, 0, 1).AddElement(2, 2, 3).AddElement(3, 2, 3, OpType.Info).ReadSet(10, 11, 1, 2, 3));
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        Assert.Equal((3, 2, 0, 1), (
            verdict.Figures["attempt_count"], verdict.Figures["acknowledged_count"], verdict.Figures["lost_count"],
            verdict.Figures["recovered_count"]));
    }

    [Fact]
    public void Lost_element_is_named_with_process_node_time_and_fault()
    {
        var verdict =
            Check(new Script().AddElement(1, 0, 1).AddElement(1234, 12_300, 12_345).ReadSet(30_000, 30_001, 1).Fault("f1", 12_000, 20_000));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("lost", finding.Anomaly);
        Assert.Equal([2, 4], finding.Ops.Select(o => o.Index));
        Assert.Equal(["f1"], finding.Faults);
        Assert.StartsWith(
            "element 1234, acknowledged to process 1 by n1 at 12.345 s during f1 network-partition, is missing from the read of process 2",
            finding.Explanation);
        Assert.Equal(0.345, verdict.Figures["first_lost_after_fault_s"], 3);
    }

    [Fact]
    public void Seen_without_acknowledgement_and_then_missing_is_lost() =>
        Assert.Equal("lost", Check(new Script().AddElement(9, 0, 1).AddElement(1, 0, 1, OpType.Info).ReadSet(2, 3, 1, 9)
            .ReadSet(4, 5, 9)).Findings.Single().Anomaly);

    [Fact]
    public void Loss_of_what_was_read_is_certain_even_when_no_add_was_acknowledged() =>
        Assert.Equal((Outcome.Invalid, "lost"), Check(new Script().AddElement(1, 0, 1, OpType.Info).ReadSet(2, 3, 1)
            .ReadSet(4, 5)) is var v ? (v.Outcome, v.Findings.Single().Anomaly) : default);

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
    public void Twice_in_one_read_is_duplicated() =>
        Assert.Equal("duplicated", Check(new Script().AddElement(1, 0, 1).ReadSet(2, 3, 1, 1)).Findings.Single().Anomaly);

    [Fact]
    public void Read_though_it_failed_or_was_never_added_is_a_phantom()
    {
        Assert.Equal("phantom", Check(
            new Script().AddElement(2, 0, 1).AddElement(1, 0, 1, OpType.Fail).ReadSet(2, 3, 1, 2)).Findings.Single().Anomaly);
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

    [Theory]
    [InlineData(OpType.Info, OpType.Fail)]
    [InlineData(OpType.Ok, OpType.Fail)]
    [InlineData(OpType.Fail, OpType.Ok)]
    [InlineData(OpType.Info, OpType.Ok)]
    [InlineData(OpType.Ok, OpType.Info)]
    [InlineData(OpType.Ok, OpType.Ok)]
    public void Element_that_was_tried_twice_is_no_phantom_when_either_attempt_explains_it(OpType first, OpType second)
    {
        var verdict = Check(new Script().AddElement(9, 0, 1).AddElement(1, 2, 3, first).AddElement(1, 4, 5, second).ReadSet(6, 7, 1, 9));
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        var acknowledged = first == OpType.Ok || second == OpType.Ok;
        Assert.Equal((2, acknowledged ? 2 : 1), (verdict.Figures["attempt_count"], verdict.Figures["acknowledged_count"]));
        Assert.Equal(acknowledged ? 0 : 1, verdict.Figures["recovered_count"]);
    }

    [Theory]
    [InlineData(OpType.Ok, OpType.Fail)]
    [InlineData(OpType.Ok, OpType.Info)]
    public void Acknowledgement_is_not_taken_back_by_a_later_attempt(OpType first, OpType second)
    {
        var script = new Script().AddElement(9, 0, 1).AddElement(1, 2, 3, first).AddElement(1, 4, 5, second).ReadSet(6, 7, 9);
        var finding = Check(script).Findings.Single();
        Assert.Equal("lost", finding.Anomaly);
        Assert.StartsWith("element 1, acknowledged to process 1 by n1 at 0.003 s, is missing", finding.Explanation);
        Assert.Equal([2, 6], finding.Ops.Select(o => o.Index));
    }

    [Fact]
    public void Element_read_between_a_refusal_and_the_next_attempt_is_a_phantom()
    {
        var script = new Script().AddElement(1, 0, 1, OpType.Fail).ReadSet(2, 3, 1).AddElement(1, 5, 6).ReadSet(8, 9, 1);
        var finding = Check(script).Findings.Single();
        Assert.Equal("phantom", finding.Anomaly);
        Assert.EndsWith(
            "before process 2 began to add it at 0.005 s; what process 0 had tried before was refused at 0.001 s", finding.Explanation);
    }

    [Fact]
    public void Loss_is_told_by_what_was_known_when_the_read_began()
    {
        var script = new Script().AddElement(1, 0, 9).ReadSet(1, 2, 1).ReadSet(3, 4).ReadSet(10, 11, 1);
        var finding = Check(script, new SetFullParameters(Linearizable: true)).Findings.Single();
        Assert.StartsWith("element 1, seen by a read that was done at 0.002 s, is missing from the read of process 2", finding.Explanation);
    }

    [Fact]
    public void Window_excuses_a_loss_only_when_no_acknowledgement_outside_of_it_promised_more()
    {
        var window = new SetFullParameters(TimeSpan.FromSeconds(2));
        var script = new Script().AddElement(9, 0, 1).AddElement(1, 1_500, 2_000).Fault("f1", 1_000, 5_000);
        Assert.Equal(Outcome.Valid, Check(script.ReadSet(9_000, 9_001, 9), window).Outcome);
        var finding = Check(script.AddElement(1, 7_000, 7_001).ReadSet(9_000, 9_001, 9), window).Findings.Single();
        Assert.Contains("acknowledged to process 3 by n1 at 7.001 s", finding.Explanation);
    }

    [Fact]
    public void Read_that_found_nothing_at_all_is_a_read_of_the_empty_set()
    {
        var script = new Script().AddElement(1, 0, 1).AddElement(2, 2, 3).Add(Functions.Read, OpValue.None, 4, 5, OpType.Ok, null);
        var verdict = Check(script);
        Assert.Equal((Outcome.Invalid, 2), (verdict.Outcome, verdict.Figures["lost_count"]));
        Assert.Equal("stale", Live(script, new SetFullParameters(Linearizable: true)).Single().Anomaly);
    }

    [Fact]
    public void Read_that_found_nothing_at_a_register_is_none_of_a_set()
    {
        var registers = new Script().Write(5, 0, 1).Read(5, 2, 3).Read(null, 4, 5, key: "k2");
        Assert.Equal("nothing was added and nothing was read", Check(registers).Summary);
        Assert.Equal(Outcome.Valid, Check(new Script().AddElement(1, 0, 1).ReadSet(2, 3, 1).Write(5, 4, 5).Read(null, 6, 7)).Outcome);
    }

    [Fact]
    public void Nothing_read_from_a_set_is_no_read_of_a_register()
    {
        var script = new Script().Write(5, 0, 1).Read(5, 2, 3).AddElement(1, 0, 1).Add(Functions.Read, OpValue.None, 4, 5, OpType.Ok, null);
        var figures = script.Check("linearizable", new LinearizableParameters()).Figures;
        Assert.Equal((1, 1), (figures["key_count"], figures["read_count"]));
    }

    [Fact]
    public void Key_that_was_both_written_and_added_to_is_in_doubt_where_a_read_found_nothing()
    {
        var script = new Script().AddElement(1, 0, 1).ReadSet(2, 3, 1)
            .Add(Functions.Write, OpValue.Integer(5), 4, 5, OpType.Ok, null).Add(Functions.Read, OpValue.None, 6, 7, OpType.Ok, null);
        Assert.Equal(Outcome.Valid, Check(script).Outcome);
        Assert.Empty(Live(script, new SetFullParameters(Linearizable: true)));
    }

    [Fact]
    public void Set_without_a_final_read_leaves_the_losses_of_another_certain()
    {
        var lost = Lost(new Script(), "a");
        Assert.Equal(Outcome.Invalid, Check(lost.Add(Functions.Add, OpValue.Integer(2), 0, 1, OpType.Ok, "b")).Outcome);
    }

    [Fact]
    public void Set_whose_elements_are_no_whole_numbers_is_in_doubt()
    {
        var verdict = Check(new Script().AddElement(1, 0, 1).Add(Functions.Add, OpValue.Text("b"), 0, 1, OpType.Ok, null)
            .Add(Functions.Read, OpValue.Array([OpValue.Text("b")]), 2, 3, OpType.Ok, null));
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Equal(
            "the set could not be decided: this check compares whole numbers, and the value of an add is \"b\"; number the values",
            verdict.Summary);
    }

    [Fact]
    public void Set_of_which_something_unknown_was_done_is_in_doubt_and_others_are_not()
    {
        var removed = new Script().AddElement(1, 0, 1).Add("remove", OpValue.Integer(1), 2, 3, OpType.Info, null).ReadSet(4, 5);
        var verdict = Check(removed);
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Equal("the set could not be decided: what its \"remove\" does is not known", verdict.Summary);
        var refused = new Script().AddElement(1, 0, 1).Add("remove", OpValue.Integer(1), 2, 3, OpType.Fail, null).ReadSet(4, 5);
        Assert.Equal(Outcome.Invalid, Check(refused).Outcome);
        Assert.Equal(Outcome.Invalid, Check(Lost(removed, "b")).Outcome);
    }

    private static Script Lost(Script script, string key) => script
        .Add(Functions.Add, OpValue.Integer(1), 0, 1, OpType.Ok, key).Add(Functions.Read, OpValue.List([]), 2, 3, OpType.Ok, key);

    [Fact]
    public void Miss_is_a_violation_without_a_final_read_where_nothing_may_arrive_late()
    {
        var script = new Script().AddElement(1, 0, 1).ReadSet(2, 3).AddElement(2, 4, 5);
        Assert.Equal(Outcome.Invalid, Check(script, new SetFullParameters(Linearizable: true)).Outcome);
        Assert.Equal(Outcome.Unknown, Check(script).Outcome);
    }

    [Fact]
    public void Live_form_knows_that_all_attempts_were_refused_as_soon_as_the_last_one_was()
    {
        var script = new Script().AddElement(1, 0, 9, OpType.Fail).ReadSet(2, 3, 1).AddElement(1, 4, 5);
        var finding = Live(script, new SetFullParameters()).Single();
        Assert.Equal("phantom", finding.Anomaly);
        Assert.EndsWith("although process 0 was told at 0.009 s that adding it failed", finding.Explanation);
    }

    [Fact]
    public void Live_form_is_silent_about_losses_that_may_be_accepted()
    {
        var script = new Script().AddElement(1, 0, 1).ReadSet(2, 3, 1).ReadSet(4, 5);
        Assert.Empty(Live(script, new SetFullParameters(TimeSpan.FromSeconds(1), Linearizable: true)));
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
