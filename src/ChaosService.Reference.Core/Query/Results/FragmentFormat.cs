using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Query.Results;

/// <summary>Encodes the rows of a fragment's answer. Aggregates are sent in a form that can be merged.</summary>
internal static class FragmentFormat
{
    public static byte[] Write(IReadOnlyCollection<FragmentRow> rows)
    {
        var to = new ByteWriter();
        to.List(rows, row =>
        {
            to.List(row.Key, key => Value(to, key));
            to.List(row.Aggregates, aggregate => Aggregate(to, aggregate));
        });
        return to.ToArray();
    }

    /// <exception cref="FormatException">The bytes are not output of <see cref="Write"/>.</exception>
    public static List<FragmentRow> Read(ReadOnlyMemory<byte> bytes)
    {
        var from = new ByteReader(bytes);
        var rows = from.List(() => new FragmentRow(from.List(() => Value(from)), from.List(() => Aggregate(from))));
        from.End();
        return rows;
    }

    private static void Aggregate(ByteWriter to, PartialAggregate partial)
    {
        to.Number(partial.Count).Fixed((long)(partial.Whole >> 64)).Fixed(unchecked((long)(ulong)partial.Whole));
        to.Fixed(BitConverter.DoubleToInt64Bits(partial.Float)).Flag(partial.IsFloat);
        Value(to, partial.Least);
        Value(to, partial.Most);
    }

    private static PartialAggregate Aggregate(ByteReader from)
    {
        var count = from.Number();
        var whole = ((Int128)from.Fixed() << 64) | (Int128)unchecked((ulong)from.Fixed());
        return new(count, whole, BitConverter.Int64BitsToDouble(from.Fixed()), from.Flag(), Value(from), Value(from));
    }

    private static void Value(ByteWriter to, FieldValue? value) => to.Optional(value, v =>
    {
        to.Byte((byte)v.Kind);
        if (v.Kind == FieldKind.Text) to.Text(v.Text);
        else to.Fixed(v.Bits);
    });

    private static FieldValue? Value(ByteReader from) => from.OptionalValue(() => (FieldKind)from.Byte() switch
    {
        FieldKind.Text => FieldValue.Of(from.Text()),
        var kind when Enum.IsDefined(kind) => new(kind, from.Fixed(), ""),
        var kind => throw from.Damaged($"{(byte)kind} is no type of a value"),
    });
}
