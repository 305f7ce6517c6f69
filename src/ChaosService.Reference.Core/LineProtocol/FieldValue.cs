namespace ChaosService.Reference.Core.LineProtocol;

/// <param name="Bits">The number or the boolean as 64 bits.</param>
internal readonly record struct FieldValue(FieldKind Kind, long Bits, string Text)
{
    public double Float => BitConverter.Int64BitsToDouble(Bits);

    public long Integer => Bits;

    public ulong Unsigned => (ulong)Bits;

    public bool Boolean => Bits != 0;

    public static FieldValue Of(double value) => new(FieldKind.Float, BitConverter.DoubleToInt64Bits(value), "");

    public static FieldValue Of(long value) => new(FieldKind.Integer, value, "");

    public static FieldValue Of(ulong value) => new(FieldKind.Unsigned, (long)value, "");

    public static FieldValue Of(bool value) => new(FieldKind.Boolean, value ? 1 : 0, "");

    public static FieldValue Of(string value) => new(FieldKind.Text, 0, value);
}
