using System.Collections.Concurrent;
using System.Diagnostics;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Queue;

namespace ChaosService.Tests.Host.Serving;

/// <summary>Runs that a test ends: each goes on until it is released or stopped.</summary>
internal sealed class FakeWork : IRunWork
{
    private readonly ConcurrentDictionary<string, int> _onProject = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ids in the order of their start.</summary>
    public ConcurrentQueue<string> Started { get; } = new();

    public ConcurrentDictionary<string, IRunListener> Listeners { get; } = new();

    /// <summary>Where the traces of runs go on from.</summary>
    public ConcurrentDictionary<string, string?> TraceParents { get; } = new();

    /// <summary>What was current when runs started.</summary>
    public ConcurrentDictionary<string, Activity?> Around { get; } = new();

    /// <summary>The most runs that one target ever had at a time.</summary>
    public int MostOnOneTarget { get; private set; }

    /// <summary>Thrown instead of running.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Thrown instead of running these experiments.</summary>
    public ConcurrentDictionary<string, Exception> Failures { get; } = new();

    /// <summary>What runs of these experiments come out as; valid where nothing is said.</summary>
    public ConcurrentDictionary<string, Outcome> Outcomes { get; } = new();

    /// <summary>Experiments whose runs end by themselves.</summary>
    public ConcurrentDictionary<string, bool> Ending { get; } = new();

    /// <summary>Experiments in the order of the start of their runs.</summary>
    public ConcurrentQueue<string> StartedExperiments { get; } = new();

    /// <summary>Of the runs that were started, by their ids.</summary>
    public ConcurrentDictionary<string, Plan> Plans { get; } = new();

    /// <summary>Ends every run, those to come as well.</summary>
    public void Release() => _release.TrySetResult();

    public async Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop)
    {
        var project = run.Plan.Target.Project;
        lock (_onProject) MostOnOneTarget = Math.Max(MostOnOneTarget, _onProject.AddOrUpdate(project, 1, (_, n) => n + 1));
        Listeners[run.Id] = listener;
        TraceParents[run.Id] = run.TraceParent;
        Around[run.Id] = Activity.Current;
        Plans[run.Id] = run.Plan;
        Started.Enqueue(run.Id);
        StartedExperiments.Enqueue(run.Plan.Experiment);
        if ((Failure ?? Failures.GetValueOrDefault(run.Plan.Experiment)) is { } failure) throw failure;
        listener.OnPhase("load and faults");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        if (!Ending.ContainsKey(run.Plan.Experiment)) await Task.WhenAny(_release.Task, stopped.Task);
        _onProject.AddOrUpdate(project, 0, (_, n) => n - 1);
        return Result(run, stop.IsCancellationRequested ? "stopped by the user" : null);
    }

    private RunResult Result(PreparedRun run, string? aborted) => new(
        new RunRecord
        {
            RunId = run.Id,
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch,
            Plan = run.Plan,
            Verdict = RunVerdict.Merge([new CheckVerdict
            {
                Check = "linearizable", Outcome = Outcomes.GetValueOrDefault(run.Plan.Experiment), Summary = "all fit one order",
            }], run.Plan.Expect, aborted),
            Faults = [],
            Environment = [],
            RepeatCommand = run.RepeatCommand,
            Ops = new OpCounts(1, 0, 0, 0),
        },
        Path.Combine(Path.GetTempPath(), run.Id), []);
}
