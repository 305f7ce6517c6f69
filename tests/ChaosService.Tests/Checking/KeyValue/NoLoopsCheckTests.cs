using ChaosService.Checking.KeyValue;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.KeyValue;

public class NoLoopsCheckTests
{
    private static readonly ChangeEvent First = new("aa", 10, "n1", "set", "k1", "1") { IsRepeated = false, IsRedelivered = false };
    private static readonly ChangeEvent Second = First with { OpId = "bb", Source = "n2", Value = "2" };

    private static CheckVerdict Check(Script script) => script.Check("no-loops", new NoLoopsParameters());

    private static Script Seen(params ChangeEvent[] changes) => Seen(null, changes);

    private static Script Seen(string? missed, params ChangeEvent[] changes) => Bare(missed, changes).Statistics("n1").Statistics("n2");

    private static Script Bare(string? missed, params ChangeEvent[] changes) => new Script()
        .Phase(RunPhase.LoadStarted, 0).Write(1, 1, 2).Write(2, 3, 4).Phase(RunPhase.FinalReadsEnded, 90)
        .Observed(ChangesView.Topic, "broker", 100, new ChangesView(changes, missed).ToValue());

    private static (Outcome Outcome, string Summary) Told(Script script) => Check(script) is var v ? (v.Outcome, v.Summary) : default;

    [Fact]
    public void Changes_that_came_once_are_valid() => Assert.Equal(
        (Outcome.Valid, "each of 2 changes published once as a new one"), Told(Seen(First, Second)));

    [Fact]
    public void What_a_node_repeats_by_design_and_what_the_broker_redelivers_is_no_loop() => Assert.Equal(
        Outcome.Valid, Check(Seen(First, First with { IsRepeated = true }, Second, Second with { IsRedelivered = true })).Outcome);

    [Fact]
    public void Change_that_is_published_again_is_found_with_its_write()
    {
        var verdict = Check(Seen(First, Second, First, First));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(
            ("loop", "aa (set of k1 by n1) was published 3 times as a new change"), (finding.Anomaly, finding.Explanation));
        Assert.Equal([1], finding.Ops.Select(o => o.Value.First));
    }

    [Theory]
    [InlineData("mqtt-fault", "f1 (mqtt-fault) may have made the copies")]
    [InlineData("container-kill", "a node that lost its connection by f1 (container-kill) may publish its own change again")]
    public void Copy_in_a_run_with_a_fault_proves_nothing(string kind, string why)
    {
        Assert.Equal(
            (Outcome.Unknown, $"1 change came more than once, such as aa (set of k1 by n1), and {why}"),
            Told(Seen(First, First).Fault("f1", 0, 5, kind: kind)));
        Assert.Equal(Outcome.Valid, Check(Seen(First, Second).Fault("f1", 0, 5, kind: kind)).Outcome);
    }

    [Fact]
    public void Copy_in_a_run_with_an_action_proves_nothing() => Assert.EndsWith(
        "the action again (fake) may have published it, or broken a connection",
        Told(Seen(First, First).Action("again", OpType.Ok, 5, 6)).Summary);

    [Theory]
    [InlineData(60L, 2L, "n1 connected to the broker 2 times, and may send again what was not acknowledged before")]
    [InlineData(60L, null, "n1 does not say how often it connected to the broker")]
    [InlineData(3L, 1L, "n1 may have started again since")]
    [InlineData(null, 1L, "n1 does not say since when it runs")]
    public void Copy_of_a_node_whose_connection_may_have_broken_proves_nothing(long? uptime, long? connects, string why)
    {
        Assert.Equal(
            (Outcome.Unknown, $"1 change came more than once, such as aa (set of k1 by n1), and {why}"),
            Told(Bare(null, First, First).Statistics("n1", uptime, connects).Statistics("n2")));
        Assert.Equal(Outcome.Valid, Check(Bare(null, First, Second).Statistics("n1", uptime, connects)).Outcome);
    }

    [Fact]
    public void Copy_of_a_node_that_was_started_right_before_the_load_is_found() => Assert.Equal(
        Outcome.Invalid, Check(Bare(null, First, First).Statistics("n1", uptime: 4)).Outcome);

    [Fact]
    public void Copy_of_a_node_that_said_nothing_at_the_end_proves_nothing()
    {
        const string Why = "the statistics of n1 were not seen";
        Assert.EndsWith(Why, Told(Bare(null, First, First).Statistics("n2")).Summary);
        Assert.EndsWith(Why, Told(Bare(null, First, First).Observed(StatisticsView.Topic, "n1", 100, OpValue.None)).Summary);
    }

    [Fact]
    public void Copy_of_another_nodes_change_is_found_all_the_same() => Assert.Equal(
        (Outcome.Invalid, "1 change published more than once: bb (set of k1 by n2) was published 2 times as a new change"),
        Told(Bare(null, First, First, Second, Second).Statistics("n1", connects: 2).Statistics("n2")));

    [Fact]
    public void Copy_in_a_history_without_the_marks_proves_nothing() => Assert.EndsWith(
        "the history does not say which were published again on purpose",
        Told(Seen(First with { IsRepeated = null, IsRedelivered = null }, First)).Summary);

    [Fact]
    public void Subscriber_that_missed_something_is_unknown_and_a_loop_is_one_all_the_same()
    {
        Assert.Equal((Outcome.Unknown, "lost"), Told(Seen("lost", First, Second)));
        Assert.Equal(Outcome.Invalid, Check(Seen("lost", First, First)).Outcome);
    }

    [Fact]
    public void Too_little_seen_is_unknown()
    {
        Assert.Equal((Outcome.Unknown, "no change was seen"), Told(new Script()));
        Assert.Equal((Outcome.Unknown, "no change was seen"), Told(Seen()));
        Assert.Equal(
            (Outcome.Unknown, "the run was not observed to its end"),
            Told(new Script().Observed(ChangesView.Topic, "broker", 100, new ChangesView([First], null).ToValue())));
    }

    [Fact]
    public void Change_comes_back_from_a_history_with_its_marks_or_without()
    {
        var repeated = First with { IsRepeated = true, AgeNs = 5 };
        Assert.Equal(repeated, ChangeEvent.From(repeated.ToValue()));
        var unmarked = First with { IsRepeated = null, IsRedelivered = null };
        Assert.Equal(unmarked, ChangeEvent.From(unmarked.ToValue()));
    }
}
