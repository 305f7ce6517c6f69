using ChaosService.Model.Workloads;

namespace ChaosService.Engine.Running.Exercising;

/// <summary>Waits until the cluster is healthy: before the load (steady state) and after the faults (convergence).</summary>
internal sealed class HealthWait(IHealthProbe? probe, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Null when healthy within the limit, otherwise what was still missing. A database without a health probe counts as healthy.
    /// </summary>
    public async Task<string?> UntilHealthyAsync(TimeSpan limit, CancellationToken stop)
    {
        if (probe is null) return null;
        var started = time.GetTimestamp();
        var last = "it was not asked yet";
        while (time.GetElapsedTime(started) < limit)
        {
            var health = await probe.CheckAsync(stop);
            if (health.Healthy) return null;
            last = health.Detail;
            await Task.Delay(PollInterval, time, stop);
        }
        return $"not healthy within {limit.TotalSeconds:0} s: {last}";
    }
}
