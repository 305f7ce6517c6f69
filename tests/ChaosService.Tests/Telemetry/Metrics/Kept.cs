using System.Diagnostics.Metrics;
using System.Text;
using ChaosService.Service.Options;
using ChaosService.Telemetry.Metrics.Registry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace ChaosService.Tests.Telemetry.Metrics;

/// <summary>A listener with a meter of its own, on a clock that stands still.</summary>
internal sealed class Kept : IDisposable
{
    /// <param name="scope">Whose meters are followed; null: those of nobody else.</param>
    public Kept(MetricsOptions? options = null, object? scope = null)
    {
        scope ??= new object();
        Meter = new Meter(new MeterOptions("ChaosService.Test") { Scope = scope });
        Listener = new MetricListener(options ?? new MetricsOptions(), m => m.Scope == scope, Clock, NullLogger<MetricListener>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new();

    public Meter Meter { get; }

    public MetricListener Listener { get; }

    public string Text(ExpositionFormat format = ExpositionFormat.PrometheusText)
    {
        using var output = new MemoryStream();
        WriteTo(output, format);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Into memory nothing is waited for.</summary>
    public void WriteTo(MemoryStream output, ExpositionFormat format) =>
        Assert.True(Listener.Registry.CollectAndExportAsTextAsync(output, format, CancellationToken.None).IsCompletedSuccessfully);

    /// <summary>The lines that are no comments.</summary>
    public string[] Samples(ExpositionFormat format = ExpositionFormat.PrometheusText) =>
        [.. Text(format).Split('\n').Where(l => l.Length > 0 && l[0] != '#')];

    public void Dispose()
    {
        Listener.Dispose();
        Meter.Dispose();
    }
}
