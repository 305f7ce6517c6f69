using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>
/// The columns of a sequence of points. Two points may have fields with the same name and different types: numbers
/// then become floats, and anything else becomes text.
/// </summary>
internal sealed class ColumnSet
{
    private readonly SortedSet<string> _tags = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FieldKind> _fields = new(StringComparer.Ordinal);

    /// <summary>Tags first, then fields, each by name. A name that is a tag of one point and a field of another is a tag.</summary>
    public IReadOnlyList<Column> All =>
        [.. _tags.Select(t => new Column(t, null)), .. _fields.Where(f => !_tags.Contains(f.Key)).Select(f => new Column(f.Key, f.Value))];

    public static ColumnSet Of(IEnumerable<Point> points)
    {
        var columns = new ColumnSet();
        foreach (var point in points)
        {
            foreach (var tag in point.Tags) columns.Tag(tag.Key);
            foreach (var (name, value) in point.Fields) columns.Field(name, value.Kind);
        }
        return columns;
    }

    public static ColumnSet Of(IEnumerable<Column> columns)
    {
        var all = new ColumnSet();
        foreach (var column in columns)
        {
            if (column.Kind is { } kind) all.Field(column.Name, kind);
            else all.Tag(column.Name);
        }
        return all;
    }

    public void Tag(string name) => _tags.Add(name);

    public void Field(string name, FieldKind kind)
    {
        if (!_fields.TryGetValue(name, out var known)) _fields.Add(name, kind);
        else if (known != kind) _fields[name] = Common(known, kind);
    }

    private static FieldKind Common(FieldKind a, FieldKind b) =>
        new Column("", a).IsNumber && new Column("", b).IsNumber ? FieldKind.Float : FieldKind.Text;
}
