using System.Runtime.CompilerServices;
using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using Microsoft.Extensions.Logging;

namespace ChaosService.Workloads.Load;

/// <summary>
/// Open loop: ops start when a schedule says so, however slow the database is, and latency counts from there. Closed loop: each worker
/// as fast as it can. May be used for any number of runs, also at once.
/// </summary>
public sealed class LoadGenerator(ILogger<LoadGenerator> logger) : ILoadGenerator
{
    /// <summary>What an op in flight may take beyond its time limit before it is cut off when the load ends.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>By recorder, because there is one a run: final reads go on where the load's processes ended.</summary>
    private readonly ConditionalWeakTable<IRecorder, ProcessIds> _processes = [];

    public async Task RunAsync(LoadRun run, CancellationToken stop)
    {
        // An op may wait one time limit for a free client and take another.
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
