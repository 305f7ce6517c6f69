using System.Buffers.Binary;
using System.Text;

namespace ChaosService.Reference.Core.Bytes;

/// <summary>
/// Reads the output of <see cref="ByteWriter"/>. Any other input ends with a <see cref="FormatException"/> that names
/// the position, and allocates no more memory than the input is long.
/// </summary>
internal sealed class ByteReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    /// <summary>Half a surrogate pair is an error, not a question mark: two different names must not become one.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int Left => bytes.Length - _at;

    public byte Byte() => Left > 0 ? bytes.Span[_at++] : throw Damaged("the bytes end where a value is to begin");

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw Damaged($"{other} is neither yes (1) nor no (0)"),
    };

    public ulong Count()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            var isLast = next < 0x80;
            if ((shift == 63 && next > 1) || (isLast && next == 0 && shift > 0)) throw Damaged("a number is written in a way that none is");
            value |= (ulong)(next & 0x7F) << shift;
            if (isLast) return value;
        }
        throw Damaged("a number has no end");
    }

    public long Number()
    {
        var value = Count();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public long Fixed()
    {
        if (Left < sizeof(long)) throw Damaged($"{Left} bytes are left where {sizeof(long)} are to be");
        _at += sizeof(long);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[(_at - sizeof(long))..]);
    }

    /// <summary>A number used as an id.</summary>
    public uint Id()
    {
        var value = Count();
        return value <= uint.MaxValue ? (uint)value : throw Damaged($"{value} is above {uint.MaxValue}");
    }

    public int Small()
    {
        var value = Number();
        return value == (int)value ? (int)value : throw Damaged($"{value} has more than 32 bits");
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Length();
        _at += length;
        return bytes.Slice(_at - length, length);
    }

    public string Text()
    {
        var value = Bytes();
        try
        {
            return Utf8.GetString(value.Span);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text is not UTF-8");
        }
    }

    public List<T> List<T>(Func<T> read)
    {
        var count = Length();
        var values = new List<T>(count);
        for (var i = 0; i < count; i++) values.Add(read());
        return values;
    }

    public T? Optional<T>(Func<T> read)
        where T : class => Flag() ? read() : null;

    public T? OptionalValue<T>(Func<T> read)
        where T : struct => Flag() ? read() : null;

    /// <summary>Leftover bytes would be lost silently.</summary>
    public void End()
    {
        if (Left > 0) throw Damaged($"{Left} bytes are left after the last value");
    }

    public FormatException Damaged(string what) => new($"byte {_at}: {what}; they are damaged, or cut off, or of another version");

    /// <summary>Every element takes at least a byte, so this bounds a list, too.</summary>
    private int Length()
    {
        var length = Count();
        return length <= (ulong)Left ? (int)length : throw Damaged($"a length of {length}, and {Left} bytes are left");
    }
}
