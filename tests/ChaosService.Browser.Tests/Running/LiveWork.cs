using System.Collections.Concurrent;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Runs;
using ChaosService.Service.Queue;

namespace ChaosService.Browser.Tests.Running;

/// <summary>Accepted runs, handed to the test that takes their steps.</summary>
/// <param name="runsRoot">Where run directories are made.</param>
internal sealed class LiveWork(IFaultJournal journal, string runsRoot, TimeProvider time) : IRunWork
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<LiveRun>> _runs = new();

    public async Task<RunResult> RunAsync(PreparedRun run, IRunListener listener, CancellationToken stop)
    {
        var live = new LiveRun(run, listener, journal, time, stop);
        Slot(run.Id).SetResult(live);
        return await live.ResultAsync(runsRoot);
    }

    /// <summary>The run, as soon as it has its place.</summary>
    public Task<LiveRun> StartedAsync(string id) => Slot(id).Task.WaitAsync(StartLimit, time);

    private TaskCompletionSource<LiveRun> Slot(string id) =>
        _runs.GetOrAdd(id, _ => new TaskCompletionSource<LiveRun>(TaskCreationOptions.RunContinuationsAsynchronously));
}
