using ChaosService.Checking;
using ChaosService.Checking.Assumptions;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Assumptions;

public class AssumptionsCheckTests
{
    private static readonly ICheckKind Kind = CheckKinds.All().Single(k => k.Name == "assumptions");

    private static CheckVerdict Check(History history, long minOps = 1) =>
        Kind.Check(history, new AssumptionsParameters(minOps), CheckBudget.Unlimited);

    private static Script Good() => new Script().Read(null, 0, 1).Fault("f1", 2, 3);

    private static void Doubts(string why, History history, long minOps = 1)
    {
        var verdict = Check(history, minOps);
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Contains(why, verdict.Summary);
    }

    [Fact]
    public void Whole_history_with_proven_faults_is_valid() => Assert.Equal(Outcome.Valid, Check(Good().Build()).Outcome);

    [Fact]
    public void Each_broken_assumption_is_unknown_with_its_reason()
    {
        Doubts("only 1 op succeeded, fewer than 100", Good().Build(), minOps: 100);
        Doubts("no op succeeded", new Script().Build());
        Doubts("f1 network-partition had no proven effect", new Script().Read(null, 0, 1).Fault("f1", 2, 3, effect: false).Build());
        Doubts("f1 network-partition was not proven to be gone", new Script().Read(null, 0, 1).Fault("f1", 2, 3, recovery: false).Build());
        Doubts("cut", Good().Build(truncation: "cut"));
        Doubts("not healthy again", Good().Phase(RunPhase.LoadStarted, 0).Phase(RunPhase.LoadEnded, 5).Build());
        Doubts("3 events could not be recorded", Good().Build(dropped: 3));
        Doubts("the clock went backwards for process 0 at line 1", new Script().Read(null, 5, 1).Build());
    }

    [Fact]
    public void Run_whose_faults_were_all_skipped_is_unknown_and_one_with_another_fault_says_how_many()
    {
        Doubts(
            "nothing was broken: the fault was skipped, f1 network-partition because nobody is leader",
            new Script().Read(null, 0, 1).Skipped("f1", 2, "nobody is leader").Build());
        Doubts(
            "all 2 faults were skipped, f1",
            new Script().Read(null, 0, 1).Skipped("f1", 2, "nobody is leader").Skipped("f2", 3, "nobody is leader").Build());
        var some = Check(Good().Skipped("f2", 2, "nobody is leader").Build());
        Assert.Equal(
            (Outcome.Valid, "1 op succeeded; 1 fault proven in effect and gone, 1 skipped"), (some.Outcome, some.Summary));
    }

    [Fact]
    public void Clock_that_goes_backwards_within_a_process_is_doubted() =>
        Doubts("process 7 at line 3", new Script().Add("read", default, 10, 11, OpType.Ok, "k", process: 7)
            .Add("read", default, 5, 6, OpType.Ok, "k", process: 7).Build());

    [Fact]
    public void Every_kind_binds_an_empty_map_and_names_itself_once()
    {
        foreach (var kind in CheckKinds.All())
        {
            var problems = new Problems();
            Assert.NotNull(kind.Bind(new MapReader(new ConfigMap(new SourcePlace("f", 1, 1), []), problems)));
            Assert.Empty(problems);
        }
        Assert.Equal(CheckKinds.All().Count, CheckKinds.All().DistinctBy(k => k.Name).Count());
    }
}
