using ChaosService.Model.Load;

namespace ChaosService.Workloads.Load;

/// <summary>Workers take due starts from a schedule that never waits.</summary>
internal static class OpenLoop
{
    /// <summary>After this many shed starts in a row a worker yields to others.</summary>
    private const int ShedBurst = 256;

    public static async Task RunAsync(
        LoadRun run, double ratePerSecond, IReadOnlyList<Worker> workers, CancellationToken stop, CancellationToken cutOff)
    {
        using var schedule = new StartSchedule(run.Recorder, ratePerSecond, run.Duration, workers.Count);
        var dispatcher = schedule.Start(stop);
        await Task.WhenAll(
            workers.Select(worker => Task.Run(() => DriveAsync(run, worker, schedule, stop, cutOff), CancellationToken.None)));
        await dispatcher;
    }

    private static async Task DriveAsync(
        LoadRun run, Worker worker, StartSchedule schedule, CancellationToken stop, CancellationToken cutOff)
    {
        var patienceNs = (long)run.Load.Timeout.TotalNanoseconds;
        var shed = 0;
        while (await schedule.TakeAsync() is { } intendedNs)
        {
            if (stop.IsCancellationRequested || run.Recorder.ElapsedNs - intendedNs > patienceNs)
            {
                worker.ShedNext(intendedNs);
                if (++shed % ShedBurst == 0) await Task.Yield();
            }
            else
            {
                await worker.InvokeNextAsync(intendedNs, cutOff);
            }
        }
    }
}
