using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Load;

/// <summary>The reads that end a run, spread over the load's workers, each repeated until it succeeds.</summary>
internal static class FinalReads
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public static async Task<bool> RunAsync(LoadRun run, IReadOnlyList<Worker> workers, CancellationToken stop)
    {
        var reads = run.Workload.FinalReads(run.Load.Parameters).ToArray();
        var succeeded = await Task.WhenAll(workers.Select((worker, number) =>
            DriveAsync(run, worker, reads.Where((_, n) => n % workers.Count == number), stop)));
        return succeeded.All(s => s);
    }

    private static async Task<bool> DriveAsync(LoadRun run, Worker worker, IEnumerable<Operation> reads, CancellationToken stop)
    {
        foreach (var read in reads)
            if (!await UntilOkAsync(run, worker, read, stop))
                return false;
        return true;
    }

    private static async Task<bool> UntilOkAsync(LoadRun run, Worker worker, Operation read, CancellationToken stop)
    {
        for (var pause = FirstPause; !stop.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var result = await worker.InvokeAsync(read, null, stop);
            if (result.Type == OpType.Ok) return true;
            // After a fail, too: the process's node may be the reason why it could not read.
            if (result.Type == OpType.Fail) await worker.RenewAsync();
            await Task.Delay(pause, run.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return false;
    }
}
