using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Partitions;
using ChaosService.Reference.Host.Protos;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>Converts a part's summary to the wire types and back.</summary>
internal static class SummaryTranslation
{
    public static FragmentSummary Summary<T>(this Part<T> part) => new()
    {
        Columns = { part.Columns.Select(ToWire) },
        PointsScanned = part.PointsScanned,
        BytesScanned = part.BytesScanned,
    };

    public static Part<T> With<T>(this FragmentSummary summary, IReadOnlyList<T> rows) =>
        new(rows, [.. summary.Columns.Select(ToColumn)], summary.PointsScanned, summary.BytesScanned);

    private static FragmentColumn ToWire(Column column)
    {
        var wire = new FragmentColumn { Name = column.Name };
        if (column.Kind is { } kind) wire.FieldKind = (int)kind;
        return wire;
    }

    private static Column ToColumn(FragmentColumn wire) => new(wire.Name, wire.HasFieldKind ? (FieldKind)wire.FieldKind : null);
}
