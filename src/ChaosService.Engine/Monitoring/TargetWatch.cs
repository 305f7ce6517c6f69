using ChaosService.Model.Clusters;

namespace ChaosService.Engine.Monitoring;

/// <summary>Notices when the whole target was removed: no fault does that, and nothing after it would mean anything.</summary>
internal sealed class TargetWatch(ICluster cluster, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until <paramref name="stop"/>. Calls <paramref name="abort"/> at most once, with the reason.</summary>
    public async Task RunAsync(Action<string> abort, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (cluster.Nodes.Any(n => cluster.LastKnown(n.Name).State != NodeState.Gone)) continue;
                abort($"the target is gone: every container of '{cluster.Project}' was removed while the run went on");
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }
}
