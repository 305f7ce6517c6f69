using ChaosService.Telemetry.Metrics.Meters;
using ChaosService.Telemetry.Metrics.Registry;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>The metrics' own figures.</summary>
internal sealed class StoreMetrics
{
    public StoreMetrics(ServiceMeter meter, MetricListener metrics)
    {
        meter.Gauge("chaosservice.metrics.series", "{series}", "Series that are kept.", () => metrics.SeriesCount);
        meter.Totals(
            "chaosservice.metrics.folded", "{measurement}", "Measurements for which there was no room (metrics.seriesMax), by metric.",
            () => metrics.Folded.Select(f => ((double)f.Count).With(("metric", f.Metric))));
    }
}
