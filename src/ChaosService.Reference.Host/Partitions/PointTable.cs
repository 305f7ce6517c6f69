using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>
/// The points of one partition in memory, by series. A point with the series and time of an existing one replaces the fields that it names,
/// and keeps the others.
/// </summary>
internal sealed class PointTable
{
    private readonly Dictionary<IReadOnlyList<KeyValuePair<string, string>>, Series> _series = new(TagsComparer.Instance);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ColumnSet _columns = new();
    private Series[]? _ordered;
    private Series? _last;
    private string _name = "";

    public IReadOnlyList<Column> Columns => _columns.All;

    public void Store(Point point)
    {
        _name = point.Table;
        var fields = new KeyValuePair<string, FieldValue>[point.Fields.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            var (name, value) = point.Fields[i];
            _columns.Field(name, value.Kind);
            fields[i] = new(Same(name), value);
        }
        SeriesOf(point.Tags).Put(point.Time, fields);
    }

    /// <summary>
    /// Series by series in order of their tags, each in order of time: the same on copies with the same contents. A series that has another
    /// value for one of the tags is left out.
    /// </summary>
    public List<Point> Scan(TimeRange time, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (_ordered is null)
        {
            _ordered = [.. _series.Values];
            Array.Sort(_ordered, Series.InOrder);
        }
        List<Point> points = [];
        foreach (var series in _ordered)
            if (MayHave(series.Tags, tags)) series.CopyTo(points, _name, time);
        return points;
    }

    private static bool MayHave(
        IReadOnlyList<KeyValuePair<string, string>> series, IReadOnlyList<KeyValuePair<string, string>> wanted)
    {
        foreach (var tag in wanted)
        {
            foreach (var (key, value) in series)
                if (key == tag.Key && value != tag.Value) return false;
        }
        return true;
    }

    /// <summary>Consecutive points are often of one series, and then share its tags.</summary>
    private Series SeriesOf(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (_last is not null && TagsComparer.Instance.Equals(_last.Tags, tags)) return _last;
        if (_series.TryGetValue(tags, out _last)) return _last;
        foreach (var tag in tags) _columns.Tag(tag.Key);
        KeyValuePair<string, string>[] own = [.. tags.Select(t => KeyValuePair.Create(Same(t.Key), Same(t.Value)))];
        _ordered = null;
        return _series[own] = _last = new(own);
    }

    /// <summary>Names repeat with every point: one string of each is enough.</summary>
    private string Same(string name)
    {
        if (_names.TryGetValue(name, out var known)) return known;
        return _names[name] = name;
    }
}
