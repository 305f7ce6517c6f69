namespace ChaosService.Architecture.Tests.Source;

/// <summary>
/// Tells C# code from comments and literals, as far as scanning for names and braces needs it. What stands in the holes of an
/// interpolated string is code; in raw interpolated strings it is blanked with the rest.
/// </summary>
internal static class CodeText
{
    public static string Blank(string text)
    {
        var result = text.ToCharArray();
        var position = 0;
        while (position < text.Length) position = Step(text, position, result);
        return new string(result);
    }

    /// <summary>Returns the position after the comment, literal or character that starts at <paramref name="at"/>.</summary>
    private static int Step(string text, int at, char[] result)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("//")) return Erase(result, at, EndOfLine(text, at));
        if (rest.StartsWith("/*")) return Erase(result, at, After(text, "*/", at + 2));
        if (rest[0] == '\'') return Erase(result, at, EndOfCharacter(text, at));
        if (rest[0] is not ('"' or '$' or '@')) return at + 1;

        var prefix = rest.Length - rest.TrimStart("$@").Length;
        var quotes = rest.Length - prefix - rest[prefix..].TrimStart('"').Length;
        if (quotes == 0) return at + 1;
        var open = at + prefix;
        if (quotes >= 3) return Erase(result, at, After(text, new string('"', quotes), open + quotes));
        return EndOfString(text, open, result, verbatim: rest[..prefix].Contains('@'), interpolated: rest[..prefix].Contains('$'));
    }

    private static int EndOfString(string text, int open, char[] result, bool verbatim, bool interpolated)
    {
        var at = open + 1;
        while (at < text.Length)
        {
            var c = text[at];
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (c == '"' && !(verbatim && next == '"')) return at + 1;
            if (interpolated && c == '{' && next != '{')
            {
                at = EndOfHole(text, at + 1, result);
                continue;
            }
            var pair = (c == '\\' && !verbatim) || (c == '"' && verbatim) || (interpolated && c == '{');
            at = Erase(result, at, at + (pair ? 2 : 1));
        }
        return at;
    }

    private static int EndOfHole(string text, int at, char[] result)
    {
        result[at - 1] = '(';
        for (var depth = 1; at < text.Length; at = Step(text, at, result))
        {
            if (text[at] == '{') depth++;
            if (text[at] != '}' || --depth > 0) continue;
            result[at] = ')';
            return at + 1;
        }
        return at;
    }

    private static int EndOfCharacter(string text, int at)
    {
        var close = text.IndexOf('\'', at + (text.AsSpan(at + 1).StartsWith("\\") ? 3 : 2));
        return close < 0 ? text.Length : close + 1;
    }

    private static int EndOfLine(string text, int at) => text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;

    private static int After(string text, string mark, int at) =>
        text.IndexOf(mark, Math.Min(at, text.Length), StringComparison.Ordinal) is var end and >= 0 ? end + mark.Length : text.Length;

    private static int Erase(char[] result, int from, int to)
    {
        to = Math.Min(to, result.Length);
        for (var i = from; i < to; i++)
            if (result[i] != '\n') result[i] = ' ';
        return to;
    }
}
