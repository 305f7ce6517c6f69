using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace ChaosService.Engine.Histories.Edn;

/// <summary>
/// Walks over EDN (edn-format.org) without building values: as much of it as histories hold. Everything that is wrong is a
/// <see cref="FormatException"/>, except where the text ends too early: <see cref="EdnUnendedException"/>.
/// </summary>
internal ref struct EdnCursor(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("[]{}()\"\\;"u8);
    private static readonly SearchValues<byte> Delimiters = SearchValues.Create(" \t\r\n,[]{}()\";"u8);
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n,"u8);

    private readonly ReadOnlySpan<byte> _text = text;

    public int At { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => _text[At..];

    /// <summary>The next byte that means something; 0 at the end. Tags, such as of a record, mean nothing here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        // Blanks, comments and tags all begin with lesser bytes.
        return At < _text.Length && _text[At] > ';' ? _text[At] : PeekBehindBlanks();
    }

    /// <summary>Takes the byte if it is the next that means something.</summary>
    public bool Take(byte expected)
    {
        if (Peek() != expected) return false;
        At++;
        return true;
    }

    public void Expect(byte expected, string where)
    {
        var next = Peek();
        if (next == 0) throw new EdnUnendedException();
        if (next != expected) throw new FormatException($"'{(char)expected}' is expected {where}, and there is {Excerpt()}");
        At++;
    }

    /// <summary>A number, a keyword, a symbol or a string, as it is written.</summary>
    public ReadOnlySpan<byte> Scalar(string what)
    {
        var next = Peek();
        if (next == 0) throw new EdnUnendedException();
        if (next is (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'(' or (byte)')' or (byte)'#')
            throw new FormatException($"{what} is expected, and there is {Excerpt()}");
        var start = At;
        if (next == '"') SkipText();
        else At = End(_text[At..].IndexOfAny(Delimiters));
        return _text[start..At];
    }

    /// <summary>A whole number; a big one's <c>N</c> means nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Integer(string what)
    {
        Peek();
        var at = At;
        var number = 0L;
        // Nearly all are a few digits. Eighteen cannot overflow; longer ones and others are for the slow path.
        for (uint digit; at < _text.Length && (digit = (uint)_text[at] - '0') <= 9 && at - At < 18; at++) number = number * 10 + digit;
        if (at > At && at < _text.Length && Delimiters.Contains(_text[at]))
        {
            At = at;
            return number;
        }
        return AnyInteger(what);
    }

    /// <summary>Passes over one value of any kind.</summary>
    public void Skip()
    {
        switch (Peek())
        {
            case 0: throw new EdnUnendedException();
            case (byte)'[' or (byte)'{' or (byte)'(': SkipNested(); break;
            case (byte)'#' when At + 1 < _text.Length && _text[At + 1] == '{': At++; SkipNested(); break;
            default: Scalar("a value"); break;
        }
    }

    /// <summary>One value of any kind, as it is written.</summary>
    public ReadOnlySpan<byte> Whole()
    {
        Peek();
        var start = At;
        Skip();
        return _text[start..At];
    }

    private long AnyInteger(string what)
    {
        var token = Scalar(what);
        var digits = token is [.., (byte)'N'] ? token[..^1] : token;
        if (digits is [(byte)'+', ..]) digits = digits[1..];
        if (Utf8Parser.TryParse(digits, out long value, out var used) && used == digits.Length) return value;
        throw new FormatException($"{what} must be a whole number of 64 bits, and is {HistoryExcerpt.Of(token)}");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte PeekBehindBlanks()
    {
        while (At < _text.Length)
        {
            var c = _text[At];
            if (Blanks.Contains(c)) At++;
            else if (c == ';') At = End(_text[At..].IndexOf((byte)'\n'));
            else if (c == '#' && At + 1 < _text.Length && (_text[At + 1] | 0x20) is >= (byte)'a' and <= (byte)'z')
                At = End(_text[At..].IndexOfAny(Delimiters));
            else return c;
        }
        return 0;
    }

    private readonly string Excerpt() => HistoryExcerpt.Of(Rest);

    private readonly int End(int found) => found < 0 ? _text.Length : At + found;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SkipNested()
    {
        for (var depth = 0; ;)
        {
            var next = _text[At..].IndexOfAny(Structure);
            if (next < 0) throw new EdnUnendedException();
            At += next;
            switch (_text[At])
            {
                case (byte)'"': SkipText(); continue;
                case (byte)'\\': At = Math.Min(At + 2, _text.Length); continue;
                case (byte)';': At = End(_text[At..].IndexOf((byte)'\n')); continue;
                case (byte)'[' or (byte)'{' or (byte)'(': depth++; break;
                default: depth--; break;
            }
            At++;
            if (depth == 0) return;
        }
    }

    private void SkipText()
    {
        for (At++; ; At++)
        {
            var next = _text[At..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) throw new EdnUnendedException();
            At += next + 1;
            if (_text[At - 1] == '"') return;
            if (At == _text.Length) throw new EdnUnendedException();
        }
    }
}

/// <summary>The text ends inside of a value.</summary>
internal sealed class EdnUnendedException() : Exception("the text ends inside of a value");
