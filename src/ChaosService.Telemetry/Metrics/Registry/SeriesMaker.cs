using System.Diagnostics.Metrics;
using Prometheus;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>Creates the series of one metric in the registry.</summary>
internal sealed class SeriesMaker
{
    private readonly MetricFactory _metrics;
    private readonly MetricName _name;
    private readonly string _help;
    private readonly bool _adds;
    private readonly HistogramConfiguration _histogram;
    private readonly CounterConfiguration _counter = new() { SuppressInitialValue = true };
    private readonly GaugeConfiguration _gauge = new() { SuppressInitialValue = true };

    /// <param name="adds">Whether measurements are added up; otherwise each replaces the previous one.</param>
    public SeriesMaker(Instrument instrument, MetricName name, bool adds, CollectorRegistry registry)
    {
        (_name, _adds) = (name, adds);
        // The registry writes the text unescaped, and a line break would end the comment.
        _help = (instrument.Description ?? "").Replace("\\", "\\\\").Replace("\n", "\\n");
        _metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        // Measurements have no exemplars: they are not always recorded by the thread that made them, so the current trace may be another
        // one.
        _metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        var bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray();
        _histogram = new() { SuppressInitialValue = true, Buckets = bounds is { Length: > 0 } ? bounds : [double.PositiveInfinity] };
    }

    /// <summary>It appears in the output from its first value on.</summary>
    public Series Make(string[] labels, string[] values)
    {
        switch (_name.Type)
        {
            case MetricType.Counter:
                var counter = _metrics.CreateCounter(_name.Sample, _help, labels, _counter).WithLabels(values);
                return new Series(counter, _adds ? counter.Inc : counter.IncTo);
            case MetricType.Histogram:
                var histogram = _metrics.CreateHistogram(_name.Sample, _help, labels, _histogram).WithLabels(values);
                return new Series(histogram, histogram.Observe);
            default:
                var gauge = _metrics.CreateGauge(_name.Sample, _help, labels, _gauge).WithLabels(values);
                return new Series(gauge, _adds ? gauge.Inc : gauge.Set);
        }
    }
}
