using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Querying;

/// <summary>A column of a table, as its points have it.</summary>
/// <param name="Kind">Null for a tag.</param>
internal readonly record struct Column(string Name, FieldKind? Kind)
{
    public string SqlType => Kind switch
    {
        FieldKind.Float => "DOUBLE",
        FieldKind.Integer => "BIGINT",
        FieldKind.Unsigned => "UBIGINT",
        FieldKind.Boolean => "BOOLEAN",
        _ => "VARCHAR",
    };

    /// <summary>
    /// Of all points, tags first. Nothing keeps two points from having fields of one name and several types: numbers are then floats, and
    /// anything else is text.
    /// </summary>
    public static IReadOnlyList<Column> Of(IEnumerable<Point> points)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var fields = new SortedDictionary<string, FieldKind>(StringComparer.Ordinal);
        foreach (var point in points)
        {
            foreach (var tag in point.Tags) tags.Add(tag.Key);
            foreach (var (name, value) in point.Fields)
                fields[name] = fields.TryGetValue(name, out var kind) ? Common(kind, value.Kind) : value.Kind;
        }
        foreach (var tag in tags) fields.Remove(tag);
        return [.. tags.Select(t => new Column(t, null)), .. fields.Select(f => new Column(f.Key, f.Value))];
    }

    private static FieldKind Common(FieldKind a, FieldKind b) =>
        a == b ? a : IsNumber(a) && IsNumber(b) ? FieldKind.Float : FieldKind.Text;

    private static bool IsNumber(FieldKind kind) => kind is FieldKind.Float or FieldKind.Integer or FieldKind.Unsigned;
}
