using ChaosService.Checking.Actions;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Actions;

public sealed class ActionsCheckTests
{
    private static CheckVerdict Check(Script script) => script.Check("actions", new ActionsParameters());

    [Fact]
    public void Every_call_that_was_answered_as_hoped_for_is_valid_and_counted()
    {
        var verdict = Check(new Script().Action("add", OpType.Ok, 1_000, 1_200).Action("add", OpType.Ok, 2_000, 2_050, call: 2));
        Assert.Equal((Outcome.Valid, "2 calls answered as hoped for"), (verdict.Outcome, verdict.Summary));
        Assert.Equal((2, 0), (verdict.Figures["call_count"], verdict.Figures["unexpected_count"]));
        Assert.Equal(200, Assert.Single(verdict.Rows).Figures["slowest_ms"]);
    }

    [Fact]
    public void Answer_that_was_not_hoped_for_is_a_finding_with_the_fault_meanwhile()
    {
        var verdict = Check(new Script().Fault("f1", 900, 1_500).Action("add", OpType.Fail, 1_000, 1_200, call: 2));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("unexpected-answer", finding.Anomaly);
        Assert.Equal("add at 1.000 s, called for the 2. time: answered Fail", finding.Explanation);
        Assert.Equal(["f1"], finding.Faults);
    }

    [Fact]
    public void Call_without_a_known_outcome_is_unknown_until_a_later_attempt_has_one()
    {
        var script = new Script().Action("add", OpType.Info, 1_000, 1_200);
        Assert.Equal(
            (Outcome.Unknown, "nobody knows what came of add at 1.000 s: answered Info"), (Check(script).Outcome, Check(script).Summary));
        Assert.Equal(Outcome.Valid, Check(script.Action("add", OpType.Ok, 1_500, 1_600, attempt: 2)).Outcome);
    }

    [Fact]
    public void Violation_is_certain_whatever_else_is_unknown() => Assert.Equal(
        Outcome.Invalid, Check(new Script().Action("add", OpType.Info, 1_000, 1_200).Action("list", OpType.Fail, 1_000, 1_200)).Outcome);

    [Fact]
    public void History_that_ends_before_an_answer_is_unknown() => Assert.Equal(
        "nobody knows what came of add at 1.000 s: the history ends before its answer",
        Check(new Script().Action("add", OpType.Invoke, 1_000, 1_000)).Summary);

    [Fact]
    public void Without_actions_nothing_is_known() => Assert.Equal(Outcome.Unknown, Check(new Script()).Outcome);
}
