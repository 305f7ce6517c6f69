using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Monitoring;

/// <summary>
/// Records the resources of each node's processes, every few seconds during the load. Does nothing for a cluster that cannot be measured.
/// </summary>
internal sealed class ResourceWatch(INodeResources? nodes, HistoryRecorder recorder, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string? _error;

    /// <summary>Why the last measurement failed; null when it succeeded.</summary>
    public string? Error => _error;

    /// <summary>Measures at once, and then until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (nodes is null) return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await MeasureAsync(nodes, stop);
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }

    private async Task MeasureAsync(INodeResources of, CancellationToken stop)
    {
        try
        {
            var usages = await of.MeasureAsync(stop);
            var now = recorder.ElapsedNs;
            foreach (var usage in usages)
                recorder.Record(new ResourceSample(now, usage.Node, usage.Series, usage.MemoryBytes, usage.OpenFiles));
            _error = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ClusterUnavailableException)
        {
            // What is missing shows as too few samples; the run itself goes on.
            _error = e.Message;
        }
    }
}
