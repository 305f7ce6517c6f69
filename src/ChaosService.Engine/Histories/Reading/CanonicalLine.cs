using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>
/// Parses an op's line that has its keys in the recorder's order, no spaces and no escapes: nearly every line of every history we
/// wrote. False for anything else, right or wrong: <see cref="JsonLine"/> then decides, and words the error.
/// </summary>
internal ref struct CanonicalLine(ReadOnlySpan<byte> line, NameTable names)
{
    private static readonly SearchValues<byte> OfFloats = SearchValues.Create("-.0123456789"u8);

    private readonly ReadOnlySpan<byte> _line = line;
    private int _at;

    public static bool TryParse(ReadOnlySpan<byte> line, NameTable names, ref HistoryLine result)
    {
        var cursor = new CanonicalLine(line, names);
        return cursor.TryParse(ref result);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryParse(ref HistoryLine result)
    {
        if (!Skip("{\"index\":"u8) || !TryNumber(out var index) || index < 0 || index > int.MaxValue
            || !Skip(",\"time\":"u8) || !TryNumber(out var time) || time < 0
            || !Skip(",\"process\":"u8) || !TryNumber(out var process) || process < 0 || process > int.MaxValue
            || !Skip(",\"type\":"u8) || !TryType(out var type)
            || !Skip(",\"f\":"u8) || !TryName(out var f)) return false;

        string? key = null, node = null, error = null;
        long? intended = null;
        OpValue value = default;
        if (Skip(",\"key\":"u8) && !TryName(out key)) return false;
        if (Skip(",\"value\":"u8) && !TryValue(f, out value)) return false;
        if (Skip(",\"intended\":"u8))
        {
            if (!TryNumber(out var number)) return false;
            intended = number;
        }
        if (Skip(",\"node\":"u8) && !TryName(out node)) return false;
        if (Skip(",\"error\":"u8) && !TryName(out error)) return false;
        if (!Skip("}"u8) || _at != _line.Length) return false;

        result.Index = (int)index;
        result.Op = new OpEvent
        {
            TimeNs = time, Process = (int)process, Type = type, F = f, Key = key, Value = value, IntendedNs = intended, Node = node,
            Error = error,
        };
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Skip(ReadOnlySpan<byte> literal)
    {
        if (!_line[_at..].StartsWith(literal)) return false;
        _at += literal.Length;
        return true;
    }

    private bool TryType(out OpType type)
    {
        type = OpType.Invoke;
        if (Skip("\"invoke\""u8)) return true;
        type = OpType.Ok;
        if (Skip("\"ok\""u8)) return true;
        type = OpType.Fail;
        if (Skip("\"fail\""u8)) return true;
        type = OpType.Info;
        return Skip("\"info\""u8);
    }

    private bool TryNumber(out long value)
    {
        value = 0;
        var negative = _at < _line.Length && _line[_at] == '-';
        var at = negative ? _at + 1 : _at;
        var start = at;
        for (uint digit; at < _line.Length && (digit = (uint)_line[at] - '0') <= 9; at++) value = value * 10 + digit;
        // Eighteen digits cannot overflow; longer ones, and floats, are for the slow path.
        if (at == start || at - start > 18 || (at < _line.Length && _line[at] is (byte)'.' or (byte)'e' or (byte)'E')) return false;
        if (negative) value = -value;
        _at = at;
        return true;
    }

    private bool TryName(out string name)
    {
        name = "";
        if (!Skip("\""u8)) return false;
        var rest = _line[_at..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || rest[end] == '\\') return false;
        name = names.Get(rest[..end]);
        _at += end + 1;
        return true;
    }

    private bool TryValue(string f, out OpValue value)
    {
        value = default;
        if (Skip("null"u8)) return true;
        if (Skip("["u8)) return TryItems(f, out value);
        if (!TryNumber(out var number)) return TryScalar(out value);
        value = OpValue.Integer(number);
        return true;
    }

    /// <summary>Anything that is not a whole number. Arrays of other things, and objects, are for the slow path.</summary>
    private bool TryScalar(out OpValue value)
    {
        value = OpValue.Boolean(true);
        if (Skip("true"u8)) return true;
        value = OpValue.Boolean(false);
        return Skip("false"u8) || TryText(out value) || TryFloat(out value);
    }

    /// <summary>Not by the table of names: values are many, and most are there once.</summary>
    private bool TryText(out OpValue value)
    {
        value = default;
        if (!Skip("\""u8)) return false;
        var rest = _line[_at..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || rest[end] == '\\' || rest[..end].IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0) return false;
        value = OpValue.Text(Encoding.UTF8.GetString(rest[..end]));
        _at += end + 1;
        return true;
    }

    /// <summary>Only what has a digit on both sides of its point: whether the rest is JSON, the slow path says.</summary>
    private bool TryFloat(out OpValue value)
    {
        value = default;
        var rest = _line[_at..];
        var end = rest.IndexOfAny((byte)',', (byte)'}');
        if (end < 0) return false;
        var text = rest[..end];
        var point = text.IndexOf((byte)'.');
        var digits = text is [(byte)'-', ..] ? 1 : 0;
        if (point <= digits || text[(point + 1)..].IsEmpty || text.IndexOfAnyExcept(OfFloats) >= 0
            || (text[digits] == '0' && point > digits + 1) || !Utf8Parser.TryParse(text, out double number, out var used) || used != end)
            return false;
        value = OpValue.Float(number);
        _at += end;
        return true;
    }

    private bool TryItems(string f, out OpValue value)
    {
        value = default;
        if (f == Functions.Cas)
        {
            if (!TryItem(out var from) || !Skip(","u8) || !TryItem(out var to) || !Skip("]"u8)) return false;
            value = OpValue.Pair(from, to);
            return true;
        }
        var items = Skip("]"u8) ? [] : new long[_line[_at..].Count((byte)',') + 1];
        var count = 0;
        for (; count < items.Length; count++)
        {
            if (!TryNumber(out items[count])) return false;
            if (Skip("]"u8)) break;
            if (!Skip(","u8)) return false;
        }
        value = OpValue.List(items.Length > count + 1 ? items[..(count + 1)] : items);
        return true;
    }

    private bool TryItem(out long item)
    {
        item = OpValue.Nil;
        return Skip("null"u8) || TryNumber(out item);
    }
}
