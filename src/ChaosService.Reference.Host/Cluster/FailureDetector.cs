using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>
/// When the cluster heals itself, the coordinator marks a node Down that it has not heard from for long, and Active again when it
/// hears from it. Other statuses set by an operator stay.
/// </summary>
internal sealed class FailureDetector(
    CatalogReplica replica, CatalogClient catalog, Liveness liveness, NodeSettings settings, TimeProvider time,
    ILogger<FailureDetector> log) : BackgroundService
{
    private long? _leadsSince;

    private TimeSpan Pause => settings.Tick * settings.ElectionTicks;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsHealing) return;
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!catalog.IsCoordinator) _leadsSince = null;
            else await LookAsync(_leadsSince ??= time.GetTimestamp(), stoppingToken);
        }
    }

    private async Task LookAsync(long leadsSince, CancellationToken cancellation)
    {
        foreach (var node in replica.State.Nodes.Values.Where(n => n.Id != settings.NodeId))
        {
            // A new leader has not heard from any node yet.
            var silence = TimeSpan.FromTicks(Math.Min(liveness.SilenceOf(node.Id).Ticks, time.GetElapsedTime(leadsSince).Ticks));
            if (node.Status == NodeStatus.Active && silence >= settings.DownAfter)
                await CallAsync(node.Id, NodeStatus.Down, cancellation);
            else if (node.Status == NodeStatus.Down && liveness.WasHeard(node.Id, Pause))
                await CallAsync(node.Id, NodeStatus.Active, cancellation);
        }
    }

    private async Task CallAsync(uint node, string status, CancellationToken cancellation)
    {
        var answer = await catalog.ProposeAsync(new SetNodeStatus(catalog.Now, $"{node}", status), asCoordinator: true, cancellation);
        ClusterLog.NodeIsNow(log, node, status, answer.Message);
    }
}
