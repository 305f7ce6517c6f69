using System.Buffers;
using System.Text;

namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>
/// A position in a text of lines, from which one token after the other is read. The first error becomes the error of the line.
/// </summary>
internal ref struct LineCursor(ReadOnlySpan<char> text, int at)
{
    private static readonly SearchValues<char> TableStops = SearchValues.Create(", \\\r\n");
    private static readonly SearchValues<char> NameStops = SearchValues.Create("=, \\\r\n");

    private readonly ReadOnlySpan<char> _text = text;

    public int At { get; private set; } = at;

    public string? Error { get; private set; }

    /// <summary>The end of a line or of the text. A carriage return belongs to it only before a line feed.</summary>
    public readonly char Next =>
        At >= _text.Length || (_text[At] == '\r' && (At + 1 == _text.Length || _text[At + 1] == '\n')) ? '\n' : _text[At];

    public bool Fail(string error)
    {
        Error ??= error;
        return false;
    }

    public bool TrySkip(char expected)
    {
        if (Next != expected || expected == '\n') return false;
        At++;
        return true;
    }

    public void SkipSpaces()
    {
        while (Next == ' ') At++;
    }

    /// <summary>A table's name: up to the first unescaped comma or space.</summary>
    public string ReadTable() => Read(", ", TableStops);

    /// <summary>A column's name or a tag's value: an equals sign ends it, too.</summary>
    public string ReadName() => Read("=, ", NameStops);

    /// <summary>
    /// A backslash before any character that ends some name, or before another backslash, is an escape; otherwise it is literal.
    /// Most names have none, and are used unchanged.
    /// </summary>
    private string Read(string ends, SearchValues<char> stops)
    {
        var rest = _text[At..];
        var length = rest.IndexOfAny(stops);
        if (length < 0) length = rest.Length;
        if (length == rest.Length || rest[length] is not ('\\' or '\r'))
        {
            At += length;
            return rest[..length].ToString();
        }
        var name = new StringBuilder();
        for (; Next != '\n' && !ends.Contains(Next, StringComparison.Ordinal); At++)
        {
            if (_text[At] == '\\' && At + 1 < _text.Length && _text[At + 1] is ',' or '=' or ' ' or '\\') At++;
            name.Append(_text[At]);
        }
        return name.ToString();
    }

    /// <summary>A quoted string whose opening quote has been read. It may contain line feeds.</summary>
    public bool TryReadText(out string value)
    {
        var content = new StringBuilder();
        value = "";
        for (; At < _text.Length && _text[At] != '"'; At++)
        {
            if (_text[At] == '\\' && At + 1 < _text.Length && _text[At + 1] is '"' or '\\') At++;
            content.Append(_text[At]);
        }
        if (At == _text.Length) return Fail("the text has no closing quote");
        At++;
        value = content.ToString();
        return true;
    }

    /// <summary>Up to the next comma, space or end of the line.</summary>
    public ReadOnlySpan<char> ReadPlain()
    {
        var start = At;
        while (Next is not (',' or ' ' or '\n')) At++;
        return _text[start..At];
    }
}
