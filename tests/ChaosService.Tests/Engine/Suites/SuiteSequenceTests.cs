using ChaosService.Engine.Suites;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Engine.Suites;

public sealed class SuiteSequenceTests
{
    private readonly List<SuiteRun> _changes = [];

    [Fact]
    public async Task Members_run_one_after_another_and_each_change_is_told()
    {
        var work = new FakeSuiteWork();

        var run = await RunAsync(work, "b", "a", "c");

        Assert.Equal(["b", "a", "c"], work.Ran);
        Assert.Equal((SuiteRunState.Finished, Outcome.Valid, "all 3 members are valid"), (run.State, run.Verdict, run.Reason));
        Assert.Equal(
            [
                "Running Waiting Waiting", "Running Waiting Waiting", "Finished Waiting Waiting",
                "Finished Running Waiting", "Finished Running Waiting", "Finished Finished Waiting",
                "Finished Finished Running", "Finished Finished Running", "Finished Finished Finished", "Finished Finished Finished",
            ],
            _changes.Select(c => string.Join(' ', c.Members.Select(m => m.State))));
        Assert.Equal(run, _changes[^1]);
        Assert.Single(_changes, c => c.Over);
    }

    [Fact]
    public async Task Suite_that_stops_on_invalid_skips_the_rest_and_one_that_does_not_goes_on()
    {
        Dictionary<string, Outcome> outcomes = new() { ["b"] = Outcome.Invalid };
        var (stops, goesOn) = (new FakeSuiteWork { Outcomes = outcomes }, new FakeSuiteWork { Outcomes = outcomes });

        var stopped = await RunAsync(stops, StopOn.Invalid, "a", "b", "c", "d");
        var whole = await RunAsync(goesOn, StopOn.Never, "a", "b", "c", "d");

        Assert.Equal(["a", "b"], stops.Ran);
        Assert.Equal(["a", "b", "c", "d"], goesOn.Ran);
        Assert.Equal(
            [MemberState.Finished, MemberState.Finished, MemberState.Skipped, MemberState.Skipped], stopped.Members.Select(m => m.State));
        Assert.Contains("b is invalid", stopped.Members[3].Reason);
        Assert.Equal(
            (SuiteRunState.Finished, Outcome.Invalid, "invalid: b; not run: c, d"), (stopped.State, stopped.Verdict, stopped.Reason));
        Assert.Equal(Outcome.Invalid, whole.Verdict);
    }

    [Fact]
    public async Task Member_that_throws_has_its_own_end_and_the_others_have_their_turns()
    {
        var work = new FakeSuiteWork { Throws = "b" };

        var run = await RunAsync(work, "a", "b", "c");

        Assert.Equal(["a", "b", "c"], work.Ran);
        Assert.Equal([MemberState.Finished, MemberState.Rejected, MemberState.Finished], run.Members.Select(m => m.State));
        var thrown = run.Members[1];
        Assert.Equal(("run-of-b", "nobody thought of this", true), (thrown.RunId, thrown.Reason, thrown.EndedAt is not null));
        Assert.Equal((SuiteRunState.Finished, Outcome.Unknown, "not run: b"), (run.State, run.Verdict, run.Reason));
        Assert.Equal(run, _changes[^1]);
    }

    [Fact]
    public async Task Suite_that_is_stopped_begins_no_further_member_and_is_not_valid()
    {
        var work = new FakeSuiteWork { StopsDuring = "b" };

        var run = await RunAsync(work, "a", "b", "c");

        Assert.Equal(["a", "b"], work.Ran);
        Assert.Equal((SuiteRunState.Aborted, Outcome.Unknown, "halted"), (run.State, run.Verdict, run.EndedEarly));
        Assert.Equal([MemberState.Finished, MemberState.Aborted, MemberState.Aborted], run.Members.Select(m => m.State));
        Assert.Equal("not begun: halted", run.Members[2].Reason);
    }

    [Fact]
    public async Task Stop_after_the_last_verdict_has_ended_nothing_early()
    {
        var work = new FakeSuiteWork();

        var run = await SuiteSequence.RunAsync(
            SuiteRunSamples.Run(SuiteRunSamples.Member("a")), work,
            c => work.Stopped = c.Members[0].State == MemberState.Finished ? "halted" : null, TimeProvider.System);

        Assert.Equal((SuiteRunState.Finished, Outcome.Valid, null), (run.State, run.Verdict, run.EndedEarly));
    }

    private Task<SuiteRun> RunAsync(FakeSuiteWork work, params string[] members) => RunAsync(work, StopOn.Never, members);

    private Task<SuiteRun> RunAsync(FakeSuiteWork work, StopOn stopOn, params string[] members) => SuiteSequence.RunAsync(
        SuiteRunSamples.Run([.. members.Select(m => SuiteRunSamples.Member(m))]) with { StopOn = stopOn }, work, _changes.Add,
        TimeProvider.System);
}
