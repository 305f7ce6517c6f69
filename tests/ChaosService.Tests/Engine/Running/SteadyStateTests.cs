using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Histories;
using ChaosService.Model.Probes;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Engine.Running;

/// <summary>The probes of a steady state over a whole run: before, during and after.</summary>
public sealed class SteadyStateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probe_that_is_met_all_the_time_makes_a_valid_run_and_is_in_the_history()
    {
        var asked = 0;
        using var run = new SmallRun
        {
            Probe = () => new(Interlocked.Increment(ref asked) > 0, "answered 200"),
            // Once before the load; an answer of the time before the fault is written when the next is asked for.
            Fault = new() { Ready = () => Wait.UntilAsync(() => Volatile.Read(ref asked) > 2) },
        };
        var result = await run.RunAsync(Cancellation);

        Assert.Equal(Outcome.Valid, result.Record.Verdict.Outcome);
        var history = Read(run);
        Assert.Contains(history.Probes, r => r.AskedNs < history.TimeOf(RunPhase.LoadStarted));
        Assert.Contains(history.Probes, r => r.AskedNs > history.TimeOf(RunPhase.LoadEnded));
        Assert.All(history.Probes, r => Assert.Equal(("api", true, "answered 200"), (r.Probe, r.Met, r.Detail)));
    }

    [Fact]
    public async Task Without_a_steady_state_nothing_is_broken_and_the_run_is_aborted()
    {
        using var run = new SmallRun { Probe = () => new(false, "answered 503") };
        var result = await run.RunAsync(Cancellation);

        Assert.Equal("no steady state: api: answered 503", result.Record.Verdict.Aborted);
        Assert.Empty(run.Fault.Calls);
        Assert.Equal(1, run.TargetsDown);
    }

    [Fact]
    public async Task Probe_that_is_not_met_again_after_the_faults_makes_the_run_invalid()
    {
        SmallRun? running = null;
        using var run = running = new SmallRun
        {
            Probe = () => running!.Fault.Injected.Task.IsCompleted ? new(false, "answered 503") : new(true, "answered 200"),
        };
        var result = await run.RunAsync(Cancellation);

        Assert.Equal(Outcome.Invalid, result.Record.Verdict.Outcome);
        var check = result.Record.Verdict.Checks.Single(c => c.Check == "steady-state");
        Assert.Contains(check.Findings, f => f.Anomaly == "not-steady-again" && f.Explanation.Contains("answered 503"));
    }

    [Fact]
    public async Task Probe_that_throws_is_not_met_and_ends_nothing()
    {
        using var run = new SmallRun { Probe = () => throw new InvalidDataException("a bug") };
        var result = await run.RunAsync(Cancellation);

        Assert.Equal("no steady state: api: it could not be asked: a bug", result.Record.Verdict.Aborted);
    }

    private static History Read(SmallRun run) =>
        HistoryReader.Read(Directory.EnumerateFiles(run.File("runs"), "history.jsonl*", SearchOption.AllDirectories).Single());
}
