using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using ChaosService.Host.Metrics;
using ChaosService.Host.Metrics.Exposition;
using ChaosService.Host.Service.Options;
using ChaosService.Tests.Engine.Histories;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Host.Metrics;

/// <summary>A store with a meter of its own, on a clock that stands still.</summary>
internal sealed class Kept : IDisposable
{
    /// <param name="scope">Whose meters are followed; null: those of nobody else.</param>
    public Kept(MetricsOptions? options = null, object? scope = null)
    {
        scope ??= new object();
        Meter = new Meter(new MeterOptions("ChaosService.Test") { Scope = scope });
        Store = new MetricStore(options ?? new MetricsOptions(), m => m.Scope == scope, Clock, NullLogger<MetricStore>.Instance);
    }

    public ManualClock Clock { get; } = new();

    public Meter Meter { get; }

    public MetricStore Store { get; }

    public string Text(ExpositionFormat format = ExpositionFormat.Text)
    {
        var output = new ArrayBufferWriter<byte>();
        Store.Write(output, format);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The lines that are no comments.</summary>
    public string[] Samples(ExpositionFormat format = ExpositionFormat.Text) => [.. Text(format).Split('\n').Where(l => l.Length > 0 && l[0] != '#')];

    public void Dispose()
    {
        Store.Dispose();
        Meter.Dispose();
    }
}
