using ChaosService.Checking.KeyValue;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.KeyValue;

public class LwwConvergenceCheckTests
{
    private static readonly ChangeEvent First = new("aa", 10, "n1", "set", "k1", "1");
    private static readonly ChangeEvent Second = new("bb", 20, "n2", "set", "k1", "2");

    private static CheckVerdict Check(Script script) => script.Check("lww-convergence", new LwwConvergenceParameters());

    /// <summary>Three nodes at the end, with what each has for k1.</summary>
    private static Script Ended(string?[] values, params ChangeEvent[] changes) => Ended(values, null, changes);

    private static Script Ended(string?[] values, string? missed, params ChangeEvent[] changes)
    {
        var script = new Script().Write(1, 1, 2).Write(2, 3, 4).Fault("f1", 0, 5).Phase(RunPhase.FinalReadsEnded, 90);
        for (var i = 0; i < values.Length; i++)
            script.Observed(
                ContentsView.Topic, $"n{i + 1}", 100,
                new ContentsView(new Dictionary<string, string?> { ["k1"] = values[i] }).ToValue());
        return script.Observed(ChangesView.Topic, "broker", 100, new ChangesView(changes, missed).ToValue());
    }

    [Fact]
    public void Nodes_that_have_the_last_change_are_valid()
    {
        var verdict = Check(Ended(["2", "2", "2"], Second, First));
        Assert.Equal(
            (Outcome.Valid, "1 key on 3 nodes equal, each with the last of its 2 changes"), (verdict.Outcome, verdict.Summary));
    }

    [Fact]
    public void Nodes_that_differ_are_found_with_the_writes_and_the_faults_behind_it()
    {
        var finding = Assert.Single(Check(Ended(["2", "1", "2"], First, Second)).Findings);
        Assert.Equal("diverged", finding.Anomaly);
        Assert.Equal(
            "k1 at the end: n1 and n3 have 2, n2 has 1; its last change gave it 2 (set by n2, time 20, id bb…)", finding.Explanation);
        Assert.Equal([1, 2], finding.Ops.Select(o => o.Value.First));
        Assert.Equal(["f1"], finding.Faults);
    }

    [Fact]
    public void Nodes_that_agree_on_an_earlier_change_are_found()
    {
        var finding = Assert.Single(Check(Ended(["1", "1", "1"], First, Second)).Findings);
        Assert.Equal("wrong-winner", finding.Anomaly);
        Assert.Equal("all nodes have 1 for k1 at the end; its last change gave it 2 (set by n2, time 20, id bb…)", finding.Explanation);
    }

    [Theory]
    [InlineData("aa", "bb", Outcome.Valid)]
    [InlineData("cc", "bb", Outcome.Invalid)]
    public void Of_two_changes_at_one_time_the_larger_id_wins(string first, string second, Outcome expected) => Assert.Equal(
        expected, Check(Ended(["2", "2", "2"], First with { OpId = first, Timestamp = 20 }, Second with { OpId = second })).Outcome);

    [Fact]
    public void Deleted_key_is_on_no_node()
    {
        var deleted = Second with { Op = "del", Value = null };
        var second = First with { Value = "2", Timestamp = 5 };
        Assert.Equal(Outcome.Valid, Check(Ended([null, null, null], First, second, deleted)).Outcome);
        Assert.Equal(
            "all nodes have 1 for k1 at the end; its last change gave it nothing (del by n2, time 20, id bb…)",
            Check(Ended(["1", "1", "1"], First, second, deleted)).Findings.Single().Explanation);
    }

    [Fact]
    public void Time_beyond_every_integer_of_a_history_is_compared() => Assert.Equal(
        Outcome.Valid, Check(Ended(["2", "2", "2"], First, Second with { Timestamp = ulong.MaxValue })).Outcome);

    [Fact]
    public void Subscriber_that_missed_something_is_unknown_and_a_difference_is_one_all_the_same()
    {
        Assert.Equal((Outcome.Unknown, "lost"), Told(Ended(["2", "2", "2"], "lost", First, Second)));
        Assert.Equal((Outcome.Unknown, "lost"), Told(Ended(["1", "1", "1"], "lost", First, Second)));
        Assert.Equal(Outcome.Invalid, Check(Ended(["1", "2", "2"], "lost", First, Second)).Outcome);
    }

    [Fact]
    public void Too_little_seen_is_unknown()
    {
        Assert.Equal((Outcome.Unknown, "no key was changed"), Told(Ended([null, null, null])));
        Assert.Equal((Outcome.Unknown, "the contents of fewer than two nodes were seen"), Told(Ended(["2"], First, Second)));
        Assert.Equal(
            (Outcome.Unknown, "n9 did not say what it has at the end"),
            Told(Ended(["2", "2"], First, Second).Observed(ContentsView.Topic, "n9", 101, OpValue.None)));
        Assert.Equal(
            (Outcome.Unknown, "all nodes have 7 for k1, of which no change was seen"), Told(Ended(["7", "7"], First, Second)));
        Assert.Equal(
            (Outcome.Unknown, "the write of 1 to k1 at 0.001 s was acknowledged, and no change of it was seen"),
            Told(Ended(["2", "2"], Second)));
    }

    [Fact]
    public void Write_whose_outcome_is_unknown_need_not_be_among_the_changes() => Assert.Equal(
        Outcome.Valid, Check(Ended(["2", "2"], First, Second).Write(3, 5, 6, OpType.Info)).Outcome);

    [Fact]
    public void Acknowledged_change_of_every_function_must_be_among_the_changes()
    {
        Assert.Equal(
            "the append that left 1x in k1 at 0.005 s was acknowledged, and no change of it was seen",
            Alone(Functions.Append, Whole("1x")));
        Assert.Equal(
            "the prepend that left x1 in k1 at 0.005 s was acknowledged, and no change of it was seen",
            Alone(Functions.Prepend, Whole("x1")));
        Assert.Equal(
            "the increment that left 9 in k1 at 0.005 s was acknowledged, and no change of it was seen",
            Alone(Functions.Increment, OpValue.List([7, 9])));
        Assert.Equal(
            "the delete of k1 at 0.005 s was acknowledged, and no change of it was seen", Alone(Functions.Delete, OpValue.Boolean(true)));
    }

    [Theory]
    [InlineData(Functions.Append, OpType.Info)]
    [InlineData(Functions.Increment, OpType.Info)]
    [InlineData(Functions.Delete, OpType.Info)]
    [InlineData(Functions.Delete, OpType.Ok)]
    public void Change_that_nobody_knows_to_have_happened_need_not_be_among_them(string f, OpType outcome) => Assert.Equal(
        Outcome.Valid, Check(Ended(["2", "2"], First, Second).Add(f, OpValue.None, 5, 6, outcome, "k1")).Outcome);

    [Fact]
    public void Of_deletes_that_found_something_there_are_as_many_removals()
    {
        var removal = new ChangeEvent("dd", 5, "n1", "del", "k1", null);
        var once = Ended(["2", "2"], First, Second, removal, removal).Add(Functions.Delete, OpValue.Boolean(true), 5, 6, OpType.Ok, "k1");
        Assert.Equal(Outcome.Valid, Check(once).Outcome);
        Assert.Equal(
            (Outcome.Unknown, "the delete of k1 at 0.007 s was acknowledged, and no change of it was seen"),
            Told(once.Add(Functions.Delete, OpValue.Boolean(true), 7, 8, OpType.Ok, "k1")));
    }

    [Theory]
    [InlineData(OpType.Ok, Outcome.Unknown)]
    [InlineData(OpType.Info, Outcome.Unknown)]
    [InlineData(OpType.Fail, Outcome.Invalid)]
    public void Key_that_all_lack_is_wrong_only_if_no_unseen_delete_explains_it(OpType outcome, Outcome expected) => Assert.Equal(
        expected, Check(Ended([null, null], First, Second).Add(Functions.Delete, OpValue.None, 5, 6, outcome, "k1")).Outcome);

    [Fact]
    public void Key_that_all_lack_is_wrong_when_every_delete_was_seen_to_come_before()
    {
        var removal = new ChangeEvent("dd", 15, "n1", "del", "k1", null);
        var finding = Assert.Single(
            Check(Ended([null, null], First, removal, Second).Add(Functions.Delete, OpValue.None, 5, 6, OpType.Info, "k1")).Findings);
        Assert.Equal(
            "all nodes have nothing for k1 at the end; its last change gave it 2 (set by n2, time 20, id bb…)", finding.Explanation);
        Assert.Equal([Functions.Write, Functions.Delete], finding.Ops.Select(o => o.F));
    }

    [Fact]
    public void Long_values_are_cut_off_in_what_is_told()
    {
        var text = new string('a', 39) + "🙂" + new string('b', 5000);
        Assert.Contains(
            $"n1 has {new string('a', 39)}… (5,041 characters), n2 has 2",
            Assert.Single(Check(Ended([text, "2"], First with { Value = text }, Second)).Findings).Explanation);
    }

    /// <summary>What is said of an op that no change belongs to.</summary>
    private static string Alone(string f, OpValue value) =>
        Told(Ended(["2", "2"], First, Second).Add(f, value, 5, 6, OpType.Ok, "k1")).Summary;

    private static OpValue Whole(string whole) => OpValue.Array([OpValue.Text("x"), OpValue.Text(whole)]);

    private static (Outcome Outcome, string Summary) Told(Script script) => Check(script) is var v ? (v.Outcome, v.Summary) : default;
}
