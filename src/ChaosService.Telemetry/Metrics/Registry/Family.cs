using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Prometheus;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ChaosService.Telemetry.Metrics.Registry;

/// <summary>
/// One metric with all its series. Values are recorded without a lock; adding or removing a series takes one. Series over the limit go into
/// one series with the label <c>overflow</c>, or, where values cannot be added up, are left out; both are counted.
/// </summary>
internal sealed class Family
{
    private readonly ConcurrentDictionary<Tag[], Series> _byTags = new(TagComparer.Instance);
    private readonly ConcurrentDictionary<Tag[], Series>.AlternateLookup<ReadOnlySpan<Tag>> _find;
    private readonly Lock _gate = new();
    private readonly SeriesMaker _make;
    private readonly int _seriesMax;
    private readonly bool _foldable;
    private Series? _overflow;
    private long _folded;

    public Family(Instrument instrument, MetricName name, int seriesMax, CollectorRegistry registry)
    {
        Name = name;
        _seriesMax = seriesMax;
        IsObserved = instrument.IsObservable;
        _foldable = !IsObserved && instrument.GetType().GetGenericTypeDefinition() != typeof(Gauge<>);
        _make = new SeriesMaker(instrument, name, adds: _foldable, registry);
        _find = _byTags.GetAlternateLookup<ReadOnlySpan<Tag>>();
    }

    public MetricName Name { get; }

    /// <summary>Its values are polled at each scrape, and only apply to that scrape.</summary>
    public bool IsObserved { get; }

    public int Count => _byTags.Values.Distinct().Count() + (_overflow is null ? 0 : 1);

    /// <summary>Measurements for which there was no series left.</summary>
    public long Folded => Interlocked.Read(ref _folded);

    public void Take(double value, ReadOnlySpan<Tag> tags, int now)
    {
        if (!_find.TryGetValue(tags, out var series)) series = Add(tags);
        series?.Take(value, now);
    }

    /// <summary>
    /// Drops the series of an observed metric that were not seen now; of other metrics, those last seen before <paramref name="oldest"/>.
    /// </summary>
    public void Forget(int now, int oldest)
    {
        var since = IsObserved ? now : oldest;
        Forget((_, series) => series.Seen < since);
    }

    /// <summary>Drops the series with this label.</summary>
    public void Forget(string label, string value) => Forget((tags, _) => tags.Any(t => t.Key == label && Equals(t.Value, value)));

    private void Forget(Func<Tag[], Series, bool> isOver)
    {
        foreach (var (tags, series) in _byTags)
        {
            // A metric without labels keeps its series forever.
            if (tags.Length == 0 && !IsObserved || !isOver(tags, series)) continue;
            lock (_gate)
            {
                _byTags.TryRemove(tags, out _);
                series.Remove();
            }
        }
    }

    private Series? Add(ReadOnlySpan<Tag> tags)
    {
        lock (_gate)
        {
            if (_find.TryGetValue(tags, out var known)) return known;
            if (_byTags.Count >= _seriesMax) return Fold();
            // Sorted by name, so that the order of the tags does not create a second series.
            var labels = tags.ToArray();
            Array.Sort(labels, (a, b) => string.CompareOrdinal(a.Key, b.Key));
            if (!_byTags.TryGetValue(labels, out var series))
                _byTags[labels] = series = _make.Make(
                    [.. labels.Select(l => l.Key.Replace('.', '_'))],
                    [.. labels.Select(l => Convert.ToString(l.Value, CultureInfo.InvariantCulture) ?? "")]);
            _byTags[tags.ToArray()] = series;
            return series;
        }
    }

    private Series? Fold()
    {
        Interlocked.Increment(ref _folded);
        return _foldable ? _overflow ??= _make.Make(["overflow"], ["true"]) : null;
    }
}
