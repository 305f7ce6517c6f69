using ChaosService.Engine.Metrics;
using ChaosService.Model.Experiments;
using ChaosService.Tests.Engine.Soaking;
using ChaosService.Tests.Telemetry.Metrics;

namespace ChaosService.Tests.Engine.Metrics;

/// <summary>That whole runs are measured: windows with real recorders, checks and histories.</summary>
public sealed class EngineMetricsTests
{
    [Fact]
    public async Task Run_tells_of_its_ops_and_its_checks()
    {
        using var engine = new EngineMetrics();
        using var kept = new Kept(scope: engine);
        using var soak = new SmallSoak(metrics: engine);

        var record = await soak.RunAsync(
            new SoakSpec(TimeSpan.FromSeconds(1), Keep: 2, Evidence: 1, SoakStop.Never), windows: 2, TestContext.Current.CancellationToken);

        var ops = kept.Samples().Where(l => l.StartsWith("chaosservice_ops_total{experiment=\"small\"", StringComparison.Ordinal))
            .Sum(l => long.Parse(l.Split(' ')[1]));
        Assert.Equal(record.Ops.Total, ops);
        Assert.Contains("""chaosservice_check_duration_seconds_count{check="set-full",outcome="valid"} 2""", kept.Samples());
        Assert.Contains("chaosservice_recorder_queued_events 0", kept.Samples());
    }
}
