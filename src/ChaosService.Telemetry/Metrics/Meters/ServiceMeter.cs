using System.Diagnostics.Metrics;

namespace ChaosService.Telemetry.Metrics.Meters;

/// <summary>The meter of the service's own instruments. It belongs to one service: two in one process do not add up.</summary>
internal sealed class ServiceMeter : IDisposable
{
    /// <summary>The name by which exporters find the meter.</summary>
    public const string MeterName = "ChaosService.Service";

    public ServiceMeter() => Meter = new Meter(new MeterOptions(MeterName) { Scope = this });

    public Meter Meter { get; }

    public void Dispose() => Meter.Dispose();

    public Counter<long> Counter(string name, string unit, string help) => Meter.CreateCounter<long>(name, unit, help);

    public Histogram<double> Seconds(string name, string help, double[] bounds) =>
        Meter.CreateHistogram(name, "s", help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    public void Gauge(string name, string? unit, string help, Func<double> value) => Meter.CreateObservableGauge(name, value, unit, help);

    public void Gauges(string name, string? unit, string help, Func<IEnumerable<Measurement<double>>> values) =>
        Meter.CreateObservableGauge(name, values, unit, help);

    public void Total(string name, string unit, string help, Func<double> value) => Meter.CreateObservableCounter(name, value, unit, help);

    public void Totals(string name, string unit, string help, Func<IEnumerable<Measurement<double>>> values) =>
        Meter.CreateObservableCounter(name, values, unit, help);
}
