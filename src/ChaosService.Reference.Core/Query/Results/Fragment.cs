using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Results;

/// <summary>The part of a query that runs where the points are.</summary>
internal static class Fragment
{
    /// <param name="points">Of one partition of one shard.</param>
    public static IReadOnlyList<FragmentRow> Run(SelectStatement select, IEnumerable<Point> points)
    {
        var matching = points.Where(p =>
            p.Table == select.Table && select.Time.Contains(p.Time) && select.Tags.All(t => Text(t.Key, p) == t.Value));
        return select.IsAggregate ? Grouped(select, matching) : Rows(select, matching);
    }

    /// <summary>The first rows of the result are among the first of their partitions, so none needs to send more than the limit.</summary>
    private static List<FragmentRow> Rows(SelectStatement select, IEnumerable<Point> points)
    {
        var rows = points.OrderBy(p => p.Time).Select(p => (IReadOnlyList<FieldValue?>)[.. select.Items.Select(i => Value(i, p))]);
        if (select.OrderBy.Count > 0) rows = rows.Order(new RowOrder(select));
        return [.. rows.Take((int)Math.Min(select.Limit ?? int.MaxValue, int.MaxValue)).Select(r => new FragmentRow(r, []))];
    }

    /// <summary>Points come series by series, so the group is mostly that of the previous point.</summary>
    private static List<FragmentRow> Grouped(SelectStatement select, IEnumerable<Point> points)
    {
        var aggregates = select.Aggregates;
        var groups = new GroupTable(aggregates.Count);
        var (last, partials) = ((FieldValue?[]?)null, Array.Empty<PartialAggregate>());
        foreach (var point in points)
        {
            var key = new FieldValue?[select.GroupBy.Count];
            for (var i = 0; i < key.Length; i++) key[i] = Value(select.GroupBy[i], point);
            if (last is null || Cells.Compare(last, key) != 0) (last, partials) = (key, groups[key]);
            for (var i = 0; i < partials.Length; i++)
                partials[i] = aggregates[i].Column is { } column ? partials[i].Add(Column(column, point)) : partials[i].AddRow();
        }
        return groups.ToRows();
    }

    private static FieldValue? Value(SelectItem item, Point point) => item switch
    {
        BucketItem bucket => FieldValue.Of(TimeRange.Holding(point.Time, bucket.Width).Start),
        ColumnItem column => Column(column.Column, point),
        _ => null,
    };

    /// <summary>The operand of WHERE: nearly always a tag, but string fields are possible, too.</summary>
    private static string? Text(string name, Point point) => point.Tag(name)
        ?? (Column(name, point) is { Kind: FieldKind.Text } text ? text.Text : null);

    private static FieldValue? Column(string name, Point point)
    {
        if (name == "time") return FieldValue.Of(point.Time);
        if (point.Tag(name) is { } tag) return FieldValue.Of(tag);
        foreach (var (key, value) in point.Fields)
            if (key == name) return value;
        return null;
    }
}
