namespace ChaosService.Host.Metrics.Keeping;

/// <summary>Makes the series of one metric.</summary>
internal sealed class SeriesMaker(MetricName name, double[] bounds, bool adds, TimeProvider time)
{
    /// <param name="labels">As they stand in a sample; empty: none.</param>
    public Series Series(string labels)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        if (name.Type != MetricType.Histogram)
            return new NumberSeries(Labels.Line(name.Sample, labels), name.Type == MetricType.Counter ? Labels.Line($"{name.Family}_created", labels) : null, now, adds);
        var buckets = bounds.Append(double.PositiveInfinity).Select(b => Labels.Line($"{name.Family}_bucket", labels, Labels.Bound(b)));
        return new HistogramSeries(
            bounds, new HistogramLines([.. buckets], Labels.Line($"{name.Family}_sum", labels), Labels.Line($"{name.Family}_count", labels), Labels.Line($"{name.Family}_created", labels)), now);
    }
}
