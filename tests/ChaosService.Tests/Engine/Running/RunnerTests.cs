using ChaosService.Model.Clusters;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Engine.Running;

public sealed class RunnerTests
{
    private static readonly ProcessIdentity Dead = new(1, -1);

    [Fact]
    public async Task What_a_dead_run_left_is_reverted_before_the_target_comes_up()
    {
        using var run = new SmallRun();
        run.Journal.Open(Left("another-project"));

        var result = await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["f7"], run.Fault.LeftoversReverted);
        Assert.DoesNotContain(run.BrokenWhenUp!, e => e.RunId == "run-0");
        Assert.Equal(Outcome.Valid, result.Record.Verdict.Outcome);
        Assert.Empty(run.Journal.Entries());
    }

    [Fact]
    public async Task Run_does_not_begin_on_a_target_that_another_one_left_broken()
    {
        using var run = new SmallRun { Fault = new FakeFaultKind { LeftoverError = new IOException("no engine") } };
        run.Journal.Open(Left(SmallRun.Project));

        var refusal = await Assert.ThrowsAsync<ClusterUnavailableException>(() => run.RunAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"run run-0 left f7 on '{SmallRun.Project}', which could not be reverted: no engine", refusal.Message);
        Assert.Null(run.BrokenWhenUp);
        Assert.Equal("f7", Assert.Single(run.Journal.Entries()).Id);
    }

    [Fact]
    public async Task What_is_left_broken_on_another_target_is_in_nobodys_way()
    {
        using var run = new SmallRun { Fault = new FakeFaultKind { LeftoverError = new IOException("no engine") } };
        run.Journal.Open(Left("another-project"));

        await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal("f7", Assert.Single(run.Journal.Entries()).Id);
    }

    private static JournalEntry Left(string project) =>
        new("run-0", new("f7"), new(project), new RevertRecipe("fake", "f7", "undo"), DateTimeOffset.UnixEpoch, Dead);
}
