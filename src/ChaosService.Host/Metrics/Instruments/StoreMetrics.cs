namespace ChaosService.Host.Metrics.Instruments;

/// <summary>The metrics' own.</summary>
internal sealed class StoreMetrics
{
    public StoreMetrics(ServiceMeter meter, MetricStore store)
    {
        meter.Gauge("chaosservice.metrics.series", "{series}", "Series that are kept.", () => store.SeriesCount);
        meter.Totals("chaosservice.metrics.folded", "{measurement}", "Measurements for which there was no room (metrics.seriesMax), by metric.", () => store.Folded.Select(f => ((double)f.Count).With(("metric", f.Metric))));
    }
}
