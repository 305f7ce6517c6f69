using System.Buffers;
using System.Text;

namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>
/// A place in a text of lines, which reads one piece after the other. The first thing that is wrong is the error of the line.
/// </summary>
internal ref struct LineCursor(ReadOnlySpan<char> text, int at)
{
    private static readonly SearchValues<char> TableStops = SearchValues.Create(", \\\r\n");
    private static readonly SearchValues<char> NameStops = SearchValues.Create("=, \\\r\n");

    private readonly ReadOnlySpan<char> _text = text;

    public int At { get; private set; } = at;

    public string? Error { get; private set; }

    /// <summary>A line's end is like the text's end. A carriage return belongs to it only before a line feed.</summary>
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

    /// <summary>A table's name: up to the first comma or space that is not escaped.</summary>
    public string ReadTable() => Read(", ", TableStops);

    /// <summary>A column's name or a tag's value: it ends at an equals sign, too.</summary>
    public string ReadName() => Read("=, ", NameStops);

    /// <summary>
    /// A backslash before any character that ends some name, or before another backslash, is an escape; before anything else it is itself.
    /// Most names have none, and are taken as they stand.
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

    /// <summary>What stands in quotes, of which the first has been read. It may hold line feeds.</summary>
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
