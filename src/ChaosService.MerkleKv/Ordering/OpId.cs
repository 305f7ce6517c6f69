using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace ChaosService.MerkleKv.Ordering;

/// <summary>An event's id: 16 bytes, ordered like their hexadecimal digits.</summary>
internal readonly record struct OpId(UInt128 Value) : IComparable<OpId>
{
    public const int Length = 16;

    public static OpId Draw() => Read(RandomNumberGenerator.GetBytes(Length));

    /// <returns>A greater one; null: there is none.</returns>
    public static OpId? DrawAfter(OpId last) =>
        last.Value == UInt128.MaxValue ? null : new(last.Value + 1 + Draw().Value % (UInt128.MaxValue - last.Value));

    public static OpId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public static OpId Parse(string hex) => new(UInt128.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    public int CompareTo(OpId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
