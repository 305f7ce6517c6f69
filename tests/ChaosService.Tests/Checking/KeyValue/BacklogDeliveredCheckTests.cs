using ChaosService.Checking.KeyValue;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.KeyValue;

public class BacklogDeliveredCheckTests
{
    private static readonly ChangeEvent First = new("aa", 10, "n1", "set", "k1", "1") { IsRepeated = false, IsRedelivered = false };
    private static readonly ChangeEvent Second = First with { OpId = "bb", Value = "2" };
    private static readonly ChangeEvent Third = First with { OpId = "cc", Value = "3" };

    private static CheckVerdict Check(Script script) => script.Check("backlog-delivered", new BacklogDeliveredParameters());

    private static (Outcome Outcome, string Summary) Told(Script script) => Check(script) is var v ? (v.Outcome, v.Summary) : default;

    /// <summary>Three writes, of which the second was acknowledged during a fault.</summary>
    private static Script Bare(string? missed, params ChangeEvent[] changes) => new Script()
        .Phase(RunPhase.LoadStarted, 0).Write(1, 1, 2).Write(2, 13, 14).Write(3, 33, 34).Fault("f1", 10, 20)
        .Phase(RunPhase.FinalReadsEnded, 90)
        .Observed(ChangesView.Topic, "broker", 100, new ChangesView(changes, missed).ToValue());

    private static Script Seen(params ChangeEvent[] changes) => Bare(null, changes).Statistics("n1");

    private static string Missing(string why) =>
        $"of 1 write no change was seen, such as the write of 2 to k1 by n1 at 0.013 s, and {why}";

    [Fact]
    public void Writes_that_all_arrive_are_valid() => Assert.Equal(
        (Outcome.Valid, "each of 1 write acknowledged during 1 fault arrived as a change"), Told(Seen(First, Second, Third)));

    [Fact]
    public void Write_during_a_fault_that_never_arrives_is_found_with_its_op_and_fault()
    {
        var verdict = Check(Seen(First, Third));
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("backlog-lost", finding.Anomaly);
        Assert.Equal(
            "the write of 2 to k1 by n1 at 0.013 s was acknowledged, and no change of it ever arrived", finding.Explanation);
        Assert.Equal([2], finding.Ops.Select(o => o.Value.First));
        Assert.Equal(["f1"], finding.Faults);
    }

    [Fact]
    public void Write_without_a_fault_is_not_judged() => Assert.Equal(Outcome.Valid, Check(Seen(Second)).Outcome);

    [Theory]
    [InlineData(5, 10)]
    [InlineData(20, 25)]
    [InlineData(9, 21)]
    public void Write_that_a_fault_touches_is_judged(long from, long until) => Assert.Equal(
        Outcome.Invalid, Check(Seen(First, Second, Third).Write(4, from, until)).Outcome);

    [Theory]
    [InlineData(OpType.Fail)]
    [InlineData(OpType.Info)]
    public void Write_that_was_not_acknowledged_need_not_arrive(OpType outcome) => Assert.Equal(
        Outcome.Valid, Check(Seen(First, Second, Third).Write(4, 13, 14, outcome)).Outcome);

    [Fact]
    public void Repetition_counts_as_delivery() => Assert.Equal(
        Outcome.Valid, Check(Seen(First, Second with { IsRepeated = true }, Third)).Outcome);

    [Fact]
    public void What_a_subscriber_missed_is_no_loss_and_what_arrived_is_evidence_all_the_same()
    {
        Assert.Equal((Outcome.Unknown, Missing("lost")), Told(Bare("lost", First, Third).Statistics("n1")));
        Assert.Equal(Outcome.Valid, Check(Bare("lost", First, Second).Statistics("n1")).Outcome);
    }

    [Theory]
    [InlineData(60L, 3L, 0L, "the full backlog of n1 dropped 3 changes")]
    [InlineData(60L, 0L, 1L, "1 change of n1 still waits")]
    [InlineData(60L, null, 0L, "n1 does not say what its backlog dropped, or what waits in it")]
    [InlineData(60L, 0L, null, "n1 does not say what its backlog dropped, or what waits in it")]
    [InlineData(0L, 0L, 0L, "n1 may have started again since")]
    public void Node_with_a_reason_lost_nothing_that_it_should_not(long? uptime, long? dropped, long? waiting, string why)
    {
        Assert.Equal(
            (Outcome.Unknown, Missing(why)),
            Told(Bare(null, First, Third).Statistics("n1", uptime, 1, dropped, waiting).Statistics("n2")));
        Assert.Equal(
            Outcome.Valid, Check(Bare(null, First, Second, Third).Statistics("n1", uptime, 1, dropped, waiting)).Outcome);
    }

    [Fact]
    public void Node_that_started_before_the_write_had_it() => Assert.Equal(
        Outcome.Invalid, Check(Bare(null, First).Write(4, 4020, 4030).Fault("f2", 4000, 4040).Statistics("n1", uptime: 1)).Outcome);

    [Fact]
    public void Node_that_said_nothing_at_the_end_may_have_a_reason() => Assert.Equal(
        (Outcome.Unknown, Missing("the statistics of n1 were not seen")), Told(Bare(null, First, Third).Statistics("n2")));

    [Fact]
    public void Fault_that_loses_messages_is_a_reason() => Assert.Equal(
        (Outcome.Unknown, Missing("f2 (mqtt-fault) may have lost it on its way")),
        Told(Seen(First, Third).Fault("f2", 40, 50, kind: "mqtt-fault")));

    [Fact]
    public void Values_that_are_written_twice_cannot_be_told_apart() => Assert.Equal(
        (Outcome.Unknown, "2 was written to k1 more than once, and the changes cannot be told apart"),
        Told(Seen(First, Second, Third).Write(2, 40, 41, OpType.Info)));

    [Fact]
    public void Values_that_are_no_whole_numbers_cannot_be_told_apart() => Assert.Equal(
        (Outcome.Unknown, "1 write had a value that is no whole number"),
        Told(Seen(First, Second, Third).Add(Functions.Write, OpValue.Text("a"), 13, 14, OpType.Ok, "k1")));

    [Fact]
    public void Too_little_seen_is_unknown()
    {
        Assert.Equal((Outcome.Unknown, "no write was acknowledged during a fault"), Told(new Script().Write(1, 1, 2)));
        Assert.Equal(
            (Outcome.Unknown, Missing("what the nodes tell each other was not seen")),
            Told(new Script().Write(2, 13, 14).Fault("f1", 10, 20)));
        Assert.Equal(
            (Outcome.Unknown, Missing("the run was not observed to its end")),
            Told(new Script().Write(2, 13, 14).Fault("f1", 10, 20).Statistics("n1")
                .Observed(ChangesView.Topic, "broker", 100, new ChangesView([First], null).ToValue())));
    }
}
