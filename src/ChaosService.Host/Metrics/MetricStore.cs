using System.Buffers;
using System.Diagnostics.Metrics;
using ChaosService.Host.Metrics.Exposition;
using ChaosService.Host.Metrics.Keeping;
using ChaosService.Host.Service.Options;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Metrics;

/// <summary>
/// Keeps the values of this service's instruments and writes them for a scrape.
/// </summary>
internal sealed class MetricStore : IDisposable
{
    /// <summary>The idle time is counted in so many steps.</summary>
    private const int IdleSteps = 8;

    private readonly Lock _scrape = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly MetricsOptions _options;
    private readonly Func<Meter, bool> _follows;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long _startedAt;
    private Family[] _written = [];
    private int _now = 1;
    private int _observation;

    /// <param name="follows">Which meters are this service's: another service in the process has its own.</param>
    public MetricStore(MetricsOptions options, Func<Meter, bool> follows, TimeProvider time, ILogger<MetricStore> log)
    {
        (_options, _follows, _time, _log, _startedAt) = (options, follows, time, log, time.GetTimestamp());
        _listener.InstrumentPublished = Follow;
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(family, value, tags));
        _listener.Start();
    }

    public int SeriesCount => _written.Sum(f => f.Count);

    /// <summary>By metric: measurements for which there was no room.</summary>
    public IEnumerable<(string Metric, long Count)> Folded => _written.Select(f => (f.Name.Sample, f.Folded)).Where(f => f.Folded > 0);

    /// <summary>All of it, into memory: nothing waits in here for who reads slowly. Scrapes take turns.</summary>
    public void Write(IBufferWriter<byte> output, ExpositionFormat format)
    {
        lock (_scrape)
        {
            Observe();
            var writer = new LineWriter(output);
            foreach (var family in _written) family.Write(writer, format, _options.Created);
            if (format == ExpositionFormat.OpenMetrics) writer.Bytes("# EOF\n"u8);
        }
    }

    /// <summary>Drops every series with this label: what it was about is gone.</summary>
    public void Forget(string label, string value)
    {
        foreach (var family in _written) family.Forget(label, value);
    }

    public void Dispose() => _listener.Dispose();

    private void Observe()
    {
        _observation++;
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException e)
        {
            // One that cannot be measured now is missing in this scrape; the others are there.
            _log.NotMeasured(e.InnerExceptions[0]);
        }
        _now = 1 + (int)(_time.GetElapsedTime(_startedAt) / (_options.Idle / IdleSteps));
        foreach (var family in _written) family.Forget(_observation, _now - IdleSteps);
    }

    private void Follow(Instrument instrument, MeterListener listener)
    {
        if (!_follows(instrument.Meter)) return;
        lock (_families)
        {
            var name = MetricName.Of(instrument);
            // Two of one name are one metric: written twice the whole scrape would be refused.
            if (!_families.TryGetValue(name.Family, out var family)) _families[name.Family] = family = new Family(instrument, name, _options.SeriesMax, _time);
            _written = [.. _families.Values];
            listener.EnableMeasurementEvents(instrument, family);
        }
    }

    private void Take(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var family = (Family)state!;
        family.Take(value, tags, family.IsObserved ? _observation : _now);
    }
}
