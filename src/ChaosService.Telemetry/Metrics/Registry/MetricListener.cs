using System.Diagnostics.Metrics;
using ChaosService.Service.Options;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>Listens to this service's instruments and writes their values into its own registry.</summary>
internal sealed class MetricListener : IDisposable
{
    /// <summary>The number of steps into which the idle time is divided.</summary>
    private const int IdleSteps = 8;

    private readonly Lock _observing = new();
    private readonly Dictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly MetricsOptions _options;
    private readonly Func<Meter, bool> _follows;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long _startedAt;
    private Family[] _followed = [];
    private int _now = 1;
    private int _observation;

    /// <param name="follows">Which meters belong to this service: another service in the process has its own.</param>
    public MetricListener(MetricsOptions options, Func<Meter, bool> follows, TimeProvider time, ILogger<MetricListener> log)
    {
        (_options, _follows, _time, _log, _startedAt) = (options, follows, time, log, time.GetTimestamp());
        Registry.AddBeforeCollectCallback(Observe);
        _listener.InstrumentPublished = Follow;
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(family, value, tags));
        _listener.Start();
    }

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public int SeriesCount => _followed.Sum(f => f.Count);

    /// <summary>By metric: the number of measurements for which there was no room.</summary>
    public IEnumerable<(string Metric, long Count)> Folded => _followed.Select(f => (f.Name.Sample, f.Folded)).Where(f => f.Folded > 0);

    /// <summary>Drops every series with this label: its subject is gone.</summary>
    public void Forget(string label, string value)
    {
        foreach (var family in _followed) family.Forget(label, value);
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Called before each scrape. Concurrent scrapes are serialized here.</summary>
    private void Observe()
    {
        lock (_observing)
        {
            _observation++;
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                // An instrument that cannot be measured now is missing from this scrape; the others are there.
                _log.NotMeasured(e.InnerExceptions[0]);
            }
            _now = 1 + (int)(_time.GetElapsedTime(_startedAt) / (_options.Idle / IdleSteps));
            foreach (var family in _followed) family.Forget(_observation, _now - IdleSteps);
        }
    }

    private void Follow(Instrument instrument, MeterListener listener)
    {
        if (!_follows(instrument.Meter)) return;
        lock (_families)
        {
            var name = MetricName.Of(instrument);
            // Two instruments of one name are one metric: if it was written twice the whole scrape would be refused.
            if (!_families.TryGetValue(name.Family, out var family))
                _families[name.Family] = family = new Family(instrument, name, _options.SeriesMax, Registry);
            _followed = [.. _families.Values];
            listener.EnableMeasurementEvents(instrument, family);
        }
    }

    private void Take(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var family = (Family)state!;
        family.Take(value, tags, family.IsObserved ? _observation : _now);
    }
}
