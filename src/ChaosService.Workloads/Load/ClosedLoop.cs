using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Load;

/// <summary>Each worker as fast as it can.</summary>
internal static class ClosedLoop
{
    /// <summary>
    /// A database that refuses at once would otherwise be asked, and the history filled, tens of thousands of times a second.
    /// </summary>
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMilliseconds(10);

    public static Task RunAsync(LoadRun run, IReadOnlyList<Worker> workers, CancellationToken stop, CancellationToken cutOff)
    {
        var endNs = run.Recorder.ElapsedNs + (long)run.Duration.TotalNanoseconds;
        return Task.WhenAll(workers.Select(worker => Task.Run(() => DriveAsync(run, worker, endNs, stop, cutOff), CancellationToken.None)));
    }

    private static async Task DriveAsync(LoadRun run, Worker worker, long endNs, CancellationToken stop, CancellationToken cutOff)
    {
        while (!stop.IsCancellationRequested && run.Recorder.ElapsedNs < endNs)
        {
            var result = await worker.InvokeNextAsync(null, cutOff);
            if (result.Type == OpType.Fail && result.Error != Errors.CompareFailed)
                await Task.Delay(PauseAfterRefusal, run.Time, CancellationToken.None);
        }
    }
}
