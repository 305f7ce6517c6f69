using System.Buffers;
using System.Buffers.Binary;

namespace ChaosService.Reference.Core.Bytes;

/// <summary>Encodes values one after the other. The encoding is canonical: equal values give equal bytes.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public ByteWriter Byte(byte value)
    {
        _bytes.Write([value]);
        return this;
    }

    public ByteWriter Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Seven bits per byte, the lowest first.</summary>
    public ByteWriter Count(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        return Byte((byte)value);
    }

    /// <summary>Eight bytes, the lowest first: for values that are seldom small.</summary>
    public ByteWriter Fixed(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
        return this;
    }

    /// <summary>Short for small numbers of both signs.</summary>
    public ByteWriter Number(long value) => Count((ulong)(value << 1) ^ (ulong)(value >> 63));

    public ByteWriter Bytes(ReadOnlySpan<byte> value)
    {
        Count((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    public ByteWriter Text(string value) => Bytes(ByteReader.Utf8.GetBytes(value));

    public ByteWriter List<T>(IReadOnlyCollection<T> values, Action<T> write)
    {
        Count((ulong)values.Count);
        foreach (var value in values) write(value);
        return this;
    }

    public ByteWriter Optional<T>(T? value, Action<T> write)
        where T : class
    {
        Flag(value is not null);
        if (value is not null) write(value);
        return this;
    }

    public ByteWriter Optional<T>(T? value, Action<T> write)
        where T : struct
    {
        Flag(value is not null);
        if (value is not null) write(value.Value);
        return this;
    }
}
