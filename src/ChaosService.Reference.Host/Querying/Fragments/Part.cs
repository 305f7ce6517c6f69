using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Partitions;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>One partition's answer to a query.</summary>
/// <param name="Columns">Of all its points, including those that do not match.</param>
/// <param name="PointsScanned">Points that were examined.</param>
/// <param name="BytesScanned">Size of these: 8 for a time or a number, and strings and names by their length.</param>
internal sealed record Part<T>(IReadOnlyList<T> Rows, IReadOnlyList<Column> Columns, long PointsScanned, long BytesScanned)
{
    public static Part<T> Of(IReadOnlyList<T> rows, IReadOnlyList<Column> columns, IReadOnlyList<Point> scanned)
    {
        var bytes = 0L;
        foreach (var point in scanned) bytes += SizeOf(point);
        return new(rows, columns, scanned.Count, bytes);
    }

    private static long SizeOf(Point point)
    {
        var size = 8L;
        foreach (var (key, value) in point.Tags) size += key.Length + value.Length;
        foreach (var (key, value) in point.Fields) size += key.Length + (value.Kind == FieldKind.Text ? value.Text.Length : 8);
        return size;
    }
}
