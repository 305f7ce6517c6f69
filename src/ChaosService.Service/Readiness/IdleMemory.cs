using ChaosService.Service.Queue;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Service.Readiness;

/// <summary>
/// Frees memory once no run is active or queued: a history was in memory, and the next run may be tomorrow's. Without
/// allocations there would be no collection until then.
/// </summary>
internal sealed class IdleMemory(RunQueue queue, TimeProvider time) : BackgroundService
{
    /// <summary>Long enough that a stream of short runs does not bring a collection each.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var ran = false; await timer.WaitForNextTickAsync(stoppingToken);)
        {
            var busy = queue.Count is not (0, 0);
            if (ran && !busy) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            ran = busy;
        }
    }
}
