using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ChaosService.Host.Metrics.Exposition;

namespace ChaosService.Host.Metrics.Keeping;

/// <summary>
/// One metric with all its series. Values are taken without a lock; a new series, and the end of one, takes one. What would be a series too many goes into one
/// series with the label <c>overflow</c>, or, where values cannot be added up, is left out; both are counted.
/// </summary>
internal sealed class Family
{
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> _byTags = new(TagComparer.Instance);
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _find;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Series> _byLabels = new(StringComparer.Ordinal);
    private readonly FamilyHead _head;
    private readonly SeriesMaker _make;
    private readonly int _seriesMax;
    private readonly bool _foldable;
    private Series[] _written = [];
    private Series? _overflow;
    private long _folded;

    public Family(Instrument instrument, MetricName name, int seriesMax, TimeProvider time)
    {
        Name = name;
        _seriesMax = seriesMax;
        IsObserved = instrument.IsObservable;
        var setsValue = IsObserved || instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>);
        _foldable = !setsValue;
        _head = new FamilyHead(name, instrument.Description ?? "");
        _make = new SeriesMaker(name, (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? [], adds: !setsValue, time);
        _find = _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public MetricName Name { get; }

    /// <summary>Its values are asked for at each scrape, and hold for that scrape alone.</summary>
    public bool IsObserved { get; }

    public int Count => _written.Length;

    /// <summary>Measurements that found no series of their own.</summary>
    public long Folded => Interlocked.Read(ref _folded);

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, int now)
    {
        if (!_find.TryGetValue(tags, out var series)) series = Add(tags);
        series?.Take(value, now);
    }

    public void Write(in LineWriter writer, ExpositionFormat format, bool created)
    {
        var written = _written;
        if (written.Length == 0) return;
        _head.Write(writer, format);
        foreach (var series in written) series.Write(writer, created && format == ExpositionFormat.OpenMetrics);
    }

    /// <summary>Of an observed metric what was not seen now is no more; of another what was seen last before <paramref name="oldest"/>.</summary>
    public void Forget(int now, int oldest)
    {
        foreach (var series in _written)
        {
            if (series.Seen >= (IsObserved ? now : oldest)) continue;
            Forget((_, s) => s.Seen < (IsObserved ? now : oldest));
            return;
        }
    }

    /// <summary>Drops the series with this label.</summary>
    public void Forget(string label, string value) => Forget((tags, _) => tags.Any(t => t.Key == label && Equals(t.Value, value)));

    private void Forget(Func<KeyValuePair<string, object?>[], Series, bool> isOver)
    {
        lock (_gate)
        {
            foreach (var (tags, series) in _byTags)
            {
                // A metric without labels is the same all its life.
                if (tags.Length == 0 && !IsObserved || !isOver(tags, series)) continue;
                _byTags.TryRemove(tags, out _);
                _byLabels.Remove(Labels.Of(tags));
            }
            Publish();
        }
    }

    private Series? Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            if (_find.TryGetValue(tags, out var known)) return known;
            if (_byTags.Count >= _seriesMax)
            {
                Interlocked.Increment(ref _folded);
                if (_foldable && _overflow is null)
                {
                    _overflow = _make.Series(Labels.Overflow);
                    Publish();
                }
                return _overflow;
            }
            var labels = Labels.Of(tags);
            if (!_byLabels.TryGetValue(labels, out var series)) _byLabels[labels] = series = _make.Series(labels);
            _byTags[tags.ToArray()] = series;
            Publish();
            return series;
        }
    }

    private void Publish() => _written = _overflow is null ? [.. _byLabels.Values] : [.. _byLabels.Values, _overflow];
}
