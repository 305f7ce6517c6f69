using System.Runtime.CompilerServices;
using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using Microsoft.Extensions.Logging;

namespace ChaosService.Workloads.Load;

/// <summary>
/// Open loop: ops start on schedule, however slow the database is, and latency is measured from the scheduled start. Closed loop: each
/// worker works as fast as it can. May be used for any number of runs, also concurrently.
/// </summary>
public sealed class LoadGenerator(ILogger<LoadGenerator> logger) : ILoadGenerator
{
    /// <summary>How long an op in flight may exceed its time limit before it is cut off when the load ends.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>By recorder, because each run has one: final reads continue with the process ids after those of the load.</summary>
    private readonly ConditionalWeakTable<IRecorder, ProcessIds> _processes = [];

    public async Task RunAsync(LoadRun run, CancellationToken stop)
    {
        // An op may wait for a free client for one time limit and run for another.
        var last = 2 * run.Load.Timeout + Grace;
        using var cutOff = new CancellationTokenSource(run.Duration + last, run.Time);
        await using var stopping = stop.Register(() => cutOff.CancelAfter(last));

        var workers = Workers(run);
        if (run.Load.RatePerSecond is { } rate)
            await OpenLoop.RunAsync(run, rate, workers, stop, cutOff.Token);
        else
            await ClosedLoop.RunAsync(run, workers, stop, cutOff.Token);
        foreach (var worker in workers) await worker.DisposeAsync();
    }

    public async Task<bool> FinalReadsAsync(LoadRun run, CancellationToken stop)
    {
        var workers = Workers(run);
        var succeeded = await FinalReads.RunAsync(run, workers, stop);
        foreach (var worker in workers) await worker.DisposeAsync();
        return succeeded;
    }

    private Worker[] Workers(LoadRun run)
    {
        var processes = _processes.GetValue(run.Recorder, _ => new ProcessIds(run.Workers));
        return [.. Enumerable.Range(run.FirstWorker, run.Load.Clients).Select(number => new Worker(run, number, processes, logger))];
    }
}
