using System.Buffers;
using System.Buffers.Text;

namespace ChaosService.Workloads.Redis.Resp;

/// <summary>
/// Reads replies from the data that has arrived. It keeps its open arrays between calls, so a reply of a million elements is parsed once
/// and not again with every packet.
/// </summary>
internal sealed class RespReader
{
    public const int MaxBulkBytes = 64 << 20;
    public const int MaxItems = 1 << 24;
    public const int MaxLineBytes = 64 << 10;
    private const int MaxDepth = 8;

    private readonly Stack<OpenArray> _open = new();

    /// <summary>
    /// Consumes complete elements from the buffer. True: <paramref name="value"/> is a whole reply. False: more bytes are needed. Throws
    /// <see cref="RespException"/> for data that is not RESP2.
    /// </summary>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, out RespValue value)
    {
        while (TryReadElement(ref buffer, out var element))
        {
            if (element is { Kind: RespKind.Array, Number: > 0 })
            {
                if (_open.Count == MaxDepth) throw new RespException($"arrays are nested more than {MaxDepth} deep");
                _open.Push(new OpenArray((int)element.Number));
            }
            else if (Close(element, out value))
            {
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>Puts the element in its place; true when that completed the outermost array or there was none.</summary>
    private bool Close(RespValue element, out RespValue value)
    {
        value = element;
        while (_open.TryPeek(out var array))
        {
            if (!array.Add(value)) return false;
            value = RespValue.Array(array.Items);
            _open.Pop();
        }
        return true;
    }

    private static bool TryReadElement(ref ReadOnlySequence<byte> buffer, out RespValue element)
    {
        element = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
        {
            if (buffer.Length > MaxLineBytes) throw new RespException($"a line is longer than {MaxLineBytes} bytes");
            return false;
        }
        if (line.IsEmpty) throw new RespException("an empty line where a reply should begin");
        var rest = line.Slice(1);
        switch (line.FirstSpan[0])
        {
            case (byte)'+': element = new RespValue(RespKind.Simple, Bytes: rest.ToArray()); break;
            case (byte)'-': element = new RespValue(RespKind.Error, Bytes: rest.ToArray()); break;
            case (byte)':': element = RespValue.Integer(Number(rest)); break;
            case (byte)'$': return TryReadBulk(ref buffer, reader, Length(rest, MaxBulkBytes), out element);
            case (byte)'*': element = Length(rest, MaxItems) is var n && n < 0 ? RespValue.Null : RespValue.Opening(n); break;
            case var other: throw new RespException($"a reply cannot begin with 0x{other:x2}");
        }
        buffer = buffer.Slice(reader.Position);
        return true;
    }

    private static bool TryReadBulk(ref ReadOnlySequence<byte> buffer, SequenceReader<byte> reader, int length, out RespValue element)
    {
        element = RespValue.Null;
        if (length >= 0)
        {
            if (!reader.TryReadExact(length, out var bytes) || reader.Remaining < 2) return false;
            if (!reader.IsNext("\r\n"u8, advancePast: true)) throw new RespException("a bulk string does not end where its length says");
            element = new RespValue(RespKind.Bulk, Bytes: bytes.ToArray());
        }
        buffer = buffer.Slice(reader.Position);
        return true;
    }

    private static int Length(in ReadOnlySequence<byte> digits, int max) => Number(digits) is var length && length >= -1 && length <= max
        ? (int)length
        : throw new RespException($"a length of {length} is not between -1 and {max}");

    private static long Number(in ReadOnlySequence<byte> digits)
    {
        Span<byte> text = stackalloc byte[20];
        if (digits.Length is 0 or > 20) throw new RespException("a number is empty or too long");
        digits.CopyTo(text);
        return Utf8Parser.TryParse(text[..(int)digits.Length], out long number, out var used) && used == digits.Length
            ? number
            : throw new RespException("a number has something else in it");
    }

    /// <summary>An incomplete array. It grows with the data that arrives, as the peer can announce any length at no cost.</summary>
    private sealed class OpenArray(int length)
    {
        private const int FirstItems = 256;

        private RespValue[] _items = new RespValue[Math.Min(length, FirstItems)];
        private int _filled;

        /// <summary>Valid once the array is complete.</summary>
        public RespValue[] Items => _items;

        /// <summary>True when this item completes it.</summary>
        public bool Add(RespValue item)
        {
            if (_filled == _items.Length) Array.Resize(ref _items, (int)Math.Min(2L * _filled, length));
            _items[_filled++] = item;
            return _filled == length;
        }
    }
}
