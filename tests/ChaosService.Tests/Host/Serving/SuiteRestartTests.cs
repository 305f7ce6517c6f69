using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Runs;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Suites;

namespace ChaosService.Tests.Host.Serving;

/// <summary>What the next life of the service makes of a suite's run that was cut off.</summary>
public sealed class SuiteRestartTests : IDisposable
{
    private readonly TempDirectory _state = new();

    [Fact]
    public async Task Suite_that_was_cut_off_is_interrupted_and_keeps_what_it_had_reached()
    {
        Store(RunState.Running, null, SuiteRunSamples.Run(Done("a", Outcome.Valid), Going("b"), SuiteRunSamples.Member("c")));

        var run = await AfterRestartAsync();

        Assert.Equal(("interrupted", "unknown", 3), (run.State, run.Verdict, run.ExitCode));
        Assert.Equal(["finished", "interrupted", "interrupted"], run.Members.Select(m => m.State));
        Assert.Contains("its history is kept", run.Members[1].Reason);
        Assert.Contains("not begun", run.Members[2].Reason);
        Assert.Contains("the service ended while the suite ran", run.Reason);
    }

    [Fact]
    public async Task Violation_that_was_found_before_stays_one()
    {
        Store(RunState.Running, null, SuiteRunSamples.Run(Done("a", Outcome.Invalid), Going("b")));

        var run = await AfterRestartAsync();

        Assert.Equal(("interrupted", "invalid", 1), (run.State, run.Verdict, run.ExitCode));
    }

    [Fact]
    public async Task Suite_whose_last_member_had_ended_is_finished()
    {
        Store(RunState.Finished, Outcome.Valid, SuiteRunSamples.Run(Done("a", Outcome.Valid), Going("b")));

        var run = await AfterRestartAsync();

        Assert.Equal(("finished", "valid", 0), (run.State, run.Verdict, run.ExitCode));
    }

    public void Dispose() => _state.Dispose();

    private static SuiteMember Done(string name, Outcome outcome) => SuiteRunSamples.Member(name, MemberState.Finished, outcome);

    private static SuiteMember Going(string name) =>
        SuiteRunSamples.Member(name, MemberState.Running) with { RunId = "20260102-030406-b-bbbbbb" };

    private void Store(RunState state, Outcome? verdict, SuiteRun run)
    {
        var database = new StateDatabase(_state.Path);
        new RunStore(database).Add(
            StoredRuns.One("20260102-030406-b-bbbbbb", state) with { Verdict = verdict, ExitCode = verdict is null ? null : 0 });
        new SuiteRunStore(database).Save(run);
    }

    private async Task<SuiteRunReply> AfterRestartAsync()
    {
        await using var service = await ServiceUnderTest.StartAsync(state: _state);
        return await service.GetSuiteRunAsync(SuiteRunSamples.Run().Id);
    }
}
