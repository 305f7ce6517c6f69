using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>The points with one set of tags in order of their times, in which most of them arrive.</summary>
internal sealed class Series(IReadOnlyList<KeyValuePair<string, string>> tags)
{
    private readonly List<long> _times = [];
    private readonly List<KeyValuePair<string, FieldValue>[]> _fields = [];

    public IReadOnlyList<KeyValuePair<string, string>> Tags => tags;

    /// <summary>An existing point of the same time keeps the fields that this one does not name.</summary>
    public void Put(long time, KeyValuePair<string, FieldValue>[] fields)
    {
        var place = _times.Count == 0 || _times[^1] < time ? ~_times.Count : _times.BinarySearch(time);
        if (place >= 0)
        {
            _fields[place] = [.. _fields[place].Where(b => !Array.Exists(fields, f => f.Key == b.Key)), .. fields];
            return;
        }
        _times.Insert(~place, time);
        _fields.Insert(~place, fields);
    }

    /// <summary>Appends those in a time range to a list.</summary>
    public void CopyTo(List<Point> points, string table, TimeRange range)
    {
        var place = range.Start == long.MinValue ? 0 : _times.BinarySearch(range.Start);
        for (var i = place < 0 ? ~place : place; i < _times.Count && _times[i] < range.End; i++)
            points.Add(new(0, table, tags, _fields[i], _times[i]));
    }

    /// <summary>By their tags, in an order that is the same on every copy.</summary>
    public static int InOrder(Series a, Series b)
    {
        for (var i = 0; i < Math.Min(a.Tags.Count, b.Tags.Count); i++)
        {
            if (string.CompareOrdinal(a.Tags[i].Key, b.Tags[i].Key) is var byKey and not 0) return byKey;
            if (string.CompareOrdinal(a.Tags[i].Value, b.Tags[i].Value) is var byValue and not 0) return byValue;
        }
        return a.Tags.Count.CompareTo(b.Tags.Count);
    }
}
