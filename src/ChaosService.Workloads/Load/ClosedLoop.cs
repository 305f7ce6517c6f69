using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Load;

/// <summary>Each worker works as fast as it can.</summary>
internal static class ClosedLoop
{
    /// <summary>
    /// Without it, a database that refuses at once would get tens of thousands of requests a second, and they would fill the history.
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
