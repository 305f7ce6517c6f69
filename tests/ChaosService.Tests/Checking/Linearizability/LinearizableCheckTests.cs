using ChaosService.Checking;
using ChaosService.Checking.Linearizability;
using ChaosService.Model.Checks;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Linearizability;

public class LinearizableCheckTests
{
    private static CheckVerdict Check(Script script, CheckBudget? budget = null) =>
        script.Check("linearizable", new LinearizableParameters(), budget);

    private static Finding Only(CheckVerdict verdict)
    {
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        return Assert.Single(verdict.Findings);
    }

    [Fact]
    public void Reads_and_writes_in_turn_are_valid()
    {
        var verdict = Check(new Script().Read(null, 0, 1).Write(1, 2, 3).Read(1, 4, 5).Cas(1, 2, 6, 7).Read(2, 8, 9));
        Assert.Equal(Outcome.Valid, verdict.Outcome);
        Assert.Empty(verdict.Findings);
    }

    [Fact]
    public void Stale_read_is_named_with_the_writes_that_prove_it_and_the_fault()
    {
        var script = new Script().Write(17, 10_000, 11_000).Write(23, 11_500, 11_950).Read(23, 11_960, 11_970).Read(17, 12_304, 12_310)
            .Fault("f1", 12_000, 13_000);
        var finding = Only(Check(script));
        Assert.Equal("stale-read", finding.Anomaly);
        Assert.Equal([0, 2, 6], finding.Ops.Select(o => o.Index));
        Assert.Equal(["f1"], finding.Faults);
        Assert.Equal(
            "process 3 read 17 from k1 at 12.304–12.310 s although process 1's write of 23 had completed at 11.950 s, after process 0's "
                + "write of 17 had completed at 11.000 s (before process 1's write of 23 began at 11.500 s): stale by at least 354 ms",
            finding.Explanation);
    }

    [Fact]
    public void Nil_read_after_a_write_is_stale()
    {
        var finding = Only(Check(new Script().Write(5, 0, 1).Read(null, 100, 101)));
        Assert.Equal("stale-read", finding.Anomaly);
        Assert.Equal([0, 2], finding.Ops.Select(o => o.Index));
        Assert.Contains("read nil from k1", finding.Explanation);
    }

    [Fact]
    public void Read_that_missed_many_writes_is_one_violation()
    {
        var verdict = Check(new Script().Write(1, 0, 1).Write(2, 10, 11).Write(3, 20, 21).Write(4, 30, 31).Read(1, 100, 101));
        Assert.Equal(1, verdict.Figures["violation_count"]);
        Assert.Equal("stale-read", Assert.Single(verdict.Findings).Anomaly);
    }

    [Fact]
    public void Right_read_after_a_stale_one_is_not_blamed()
    {
        var finding = Only(Check(new Script().Write(398, 0, 1).Write(473, 10, 11).Read(398, 20, 21).Read(473, 30, 31)));
        Assert.Equal("stale-read", finding.Anomaly);
        Assert.StartsWith("process 2 read 398", finding.Explanation);
    }

    [Fact]
    public void Value_nobody_wrote_is_a_phantom()
    {
        var finding = Only(Check(new Script().Write(5, 0, 1).Read(6, 2, 3)));
        Assert.Equal("phantom-read", finding.Anomaly);
        Assert.Equal([2], finding.Ops.Select(o => o.Index));
    }

    [Fact]
    public void Value_whose_write_failed_is_a_phantom_that_says_so()
    {
        var finding = Only(Check(new Script().Write(5, 0, 1).Write(6, 2, 3, OpType.Fail).Read(6, 4, 5)));
        Assert.Equal("phantom-read", finding.Anomaly);
        Assert.Contains("process 1 tried to write", finding.Explanation);
    }

    [Fact]
    public void Two_compare_and_sets_from_one_value_lose_an_update()
    {
        var finding = Only(Check(new Script().Write(1, 0, 1).Cas(1, 2, 2, 9).Cas(1, 3, 2, 9).Read(3, 10, 11)));
        Assert.Equal("lost-update", finding.Anomaly);
        Assert.Equal([2, 4], finding.Ops.Select(o => o.Index));
    }

    [Fact]
    public void Compare_and_set_on_an_overwritten_value_loses_an_update()
    {
        var finding = Only(Check(new Script().Write(1, 0, 1).Write(2, 2, 3).Cas(1, 3, 4, 5).Read(3, 6, 7)));
        Assert.Equal("lost-update", finding.Anomaly);
        Assert.Equal([0, 2, 4], finding.Ops.Select(o => o.Index));
    }

    [Fact]
    public void Read_of_a_value_that_a_compare_and_set_replaced_is_stale()
    {
        var finding = Only(Check(new Script().Write(1, 0, 1).Cas(1, 2, 2, 3).Read(1, 4, 5)));
        Assert.Equal("stale-read", finding.Anomaly);
        Assert.Equal([2, 4], finding.Ops.Select(o => o.Index));
    }

    [Fact]
    public void Value_seen_before_it_was_written_is_not_linearizable()
    {
        var finding = Only(Check(new Script().Read(1, 0, 1).Write(1, 2, 3)));
        Assert.Equal("non-linearizable", finding.Anomaly);
        Assert.Equal([0, 2], finding.Ops.Select(o => o.Index));
    }

    [Fact]
    public void Write_with_unknown_outcome_may_take_effect_late_or_never()
    {
        var late = new Script().Write(1, 0, 1).Write(2, 2, 3, OpType.Info).Read(1, 10, 11).Read(2, 20, 21);
        Assert.Equal(Outcome.Valid, Check(late).Outcome);
        var never = new Script().Write(1, 0, 1).Write(2, 2, 3, OpType.Info).Read(1, 10, 11);
        Assert.Equal(Outcome.Valid, Check(never).Outcome);
        var back = new Script().Write(1, 0, 1).Write(2, 2, 3, OpType.Info).Read(2, 10, 11).Read(1, 20, 21);
        Assert.Equal(Outcome.Invalid, Check(back).Outcome);
    }

    [Fact]
    public void Compare_and_set_with_unknown_outcome_that_was_seen_happened()
    {
        Assert.Equal(Outcome.Valid, Check(new Script().Write(1, 0, 1).Cas(1, 2, 2, 3, OpType.Info).Read(1, 4, 5).Read(2, 6, 7)).Outcome);
        Assert.Equal(
            "lost-update", Only(Check(new Script().Write(1, 0, 1).Cas(1, 2, 2, 3, OpType.Info).Cas(1, 3, 4, 5).Read(2, 6, 7))).Anomaly);
    }

    [Fact]
    public void Without_a_successful_read_or_write_it_is_unknown()
    {
        Assert.Equal(Outcome.Unknown, Check(new Script().Write(1, 0, 1)).Outcome);
        Assert.Equal(Outcome.Unknown, Check(new Script().Read(null, 0, 1).Write(1, 0, 1, OpType.Info)).Outcome);
        Assert.Equal(Outcome.Unknown, Check(new Script()).Outcome);
    }

    [Fact]
    public void Values_that_repeat_are_decided_by_search()
    {
        Assert.Equal(Outcome.Valid, Check(new Script().Write(1, 0, 1).Write(2, 2, 3).Write(1, 4, 5).Read(1, 6, 7)).Outcome);
        var finding = Only(Check(new Script().Write(1, 0, 1).Write(1, 2, 3).Write(2, 4, 5).Read(1, 6, 7)));
        Assert.Equal("non-linearizable", finding.Anomaly);
        Assert.Contains(finding.Ops, o => o.Index == 6);
    }

    [Fact]
    public void Search_without_memory_is_unknown()
    {
        var script = new Script();
        for (var i = 0; i < 12; i++) script.Write(1 + (i % 6), 0, 100);
        script.Read(77, 200, 201);
        var verdict = Check(script, new CheckBudget(1 << 14, CancellationToken.None));
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Contains("MiB", verdict.Summary);
    }

    [Fact]
    public void Past_its_deadline_it_stops() =>
        Assert.ThrowsAny<OperationCanceledException>(
            () => Check(new Script().Write(1, 0, 1).Read(1, 2, 3), new CheckBudget(long.MaxValue, new CancellationToken(true))));

    [Fact]
    public void With_dropped_events_it_is_unknown_because_the_missing_one_may_explain_it()
    {
        var history = new Script().Write(5, 0, 1).Read(6, 2, 3).Build(dropped: 1);
        var kind = CheckKinds.All().Single(k => k.Name == "linearizable");
        Assert.Equal(Outcome.Unknown, kind.Check(history, new LinearizableParameters(), CheckBudget.Unlimited).Outcome);
    }

    [Fact]
    public void Ops_of_a_set_in_the_same_history_are_left_alone()
    {
        var verdict = Check(
            new Script().Write(5, 0, 1).Read(5, 2, 3).AddElement(1, 0, 1).ReadSet(2, 3, 1).Add("read", default, 4, 5, OpType.Info, null));
        Assert.Equal((Outcome.Valid, 1), (verdict.Outcome, verdict.Figures["key_count"]));
    }

    [Fact]
    public void Many_violations_are_listed_to_ten_and_counted()
    {
        var script = new Script();
        for (var k = 0; k < 30; k++) script.Write(1, 0, 1, key: $"k{k}").Read(2, 2, 3, key: $"k{k}");
        var verdict = Check(script);
        Assert.Equal(30, verdict.Figures["violation_count"]);
        Assert.Equal(11, verdict.Findings.Count);
        Assert.Equal(30, verdict.Findings.Sum(f => f.Count));
    }

    [Fact]
    public void Key_whose_values_are_no_whole_numbers_is_in_doubt_and_others_are_not()
    {
        var text = new Script().Add(Functions.Write, OpValue.Text("a"), 0, 1, OpType.Ok, "k1")
            .Add(Functions.Read, OpValue.Text("b"), 2, 3, OpType.Ok, "k1").Write(1, 0, 1, key: "k2").Read(1, 2, 3, key: "k2");
        Assert.Equal(Outcome.Unknown, Check(text).Outcome);
        Assert.Equal(
            "k1 could not be decided: this check compares whole numbers, and the value of a write is \"a\"; number the values",
            Check(text).Summary);
        Assert.Equal(Outcome.Invalid, Check(text.Write(2, 4, 5, key: "k2").Read(1, 6, 7, key: "k2")).Outcome);
        var list = new Script().Add(Functions.Write, OpValue.List([1]), 0, 1, OpType.Ok, "k1").Write(2, 2, 3).Read(2, 4, 5);
        Assert.Equal(Outcome.Unknown, Check(list).Outcome);
    }

    [Fact]
    public void Key_of_which_something_unknown_was_done_is_in_doubt_and_others_are_not()
    {
        var script = new Script().Write(1, 0, 1).Add("delete", OpValue.None, 2, 3, OpType.Ok, "k1").Read(null, 4, 5);
        Assert.Equal(Outcome.Unknown, Check(script).Outcome);
        Assert.Equal("k1 could not be decided: what its \"delete\" does is not known", Check(script).Summary);
        Assert.Equal(Outcome.Invalid, Check(script.Write(1, 0, 1, key: "k2").Read(2, 2, 3, key: "k2")).Outcome);
    }
}
