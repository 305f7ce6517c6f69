using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Query.Results;

/// <summary>A total order of values, in which different values are never equal: so the order of rows is the same on every node.</summary>
internal static class Cells
{
    /// <summary>Nulls come first, then numbers of every kind, then the rest.</summary>
    public static int Compare(FieldValue? a, FieldValue? b)
    {
        if (a is not { } left || b is not { } right) return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        if (left.Kind == right.Kind)
            return left.Kind switch
            {
                FieldKind.Float => left.Float.CompareTo(right.Float),
                FieldKind.Unsigned => left.Unsigned.CompareTo(right.Unsigned),
                FieldKind.Text => string.CompareOrdinal(left.Text, right.Text),
                _ => left.Bits.CompareTo(right.Bits),
            };
        var byNumber = IsNumber(left) && IsNumber(right) ? Number(left).CompareTo(Number(right)) : 0;
        return byNumber != 0 ? byNumber : left.Kind.CompareTo(right.Kind);
    }

    public static int Compare(IReadOnlyList<FieldValue?> a, IReadOnlyList<FieldValue?> b)
    {
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
            if (Compare(a[i], b[i]) is var order and not 0) return order;
        return a.Count - b.Count;
    }

    private static bool IsNumber(FieldValue value) => value.Kind is FieldKind.Float or FieldKind.Integer or FieldKind.Unsigned;

    private static double Number(FieldValue value) => value.Kind switch
    {
        FieldKind.Float => value.Float,
        FieldKind.Unsigned => value.Unsigned,
        _ => value.Integer,
    };
}
