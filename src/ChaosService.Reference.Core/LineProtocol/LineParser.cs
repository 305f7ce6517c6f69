using System.Globalization;

namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>
/// Reads line protocol: <c>table,tag=value field=value timestamp</c>. A bad line is a separate error and does not affect the others.
/// </summary>
internal static class LineParser
{
    /// <param name="now">The time of lines without a timestamp, in ns since 1970.</param>
    public static ParsedLines Parse(string text, Precision precision, long now)
    {
        var (points, errors) = (new List<Point>(), new List<LineError>());
        var number = 1;
        for (var at = 0; at < text.Length;)
        {
            var line = new LineCursor(text, at);
            line.SkipSpaces();
            var end = EndOfLine(text, line.At);
            if (line.Next is not ('\n' or '#'))
            {
                if (ReadPoint(ref line, number, precision, now) is { } point)
                {
                    points.Add(point);
                    // A quoted string may span several lines.
                    end = EndOfLine(text, line.At);
                }
                else
                {
                    errors.Add(new(text[at..end].TrimEnd('\r'), number, line.Error!));
                }
            }
            number += text.AsSpan(at, end - at).Count('\n') + 1;
            at = end + 1;
        }
        return new(points, errors);
    }

    private static int EndOfLine(string text, int from) => text.IndexOf('\n', from) is var end and >= 0 ? end : text.Length;

    private static Point? ReadPoint(ref LineCursor line, int number, Precision precision, long now)
    {
        var table = line.ReadTable();
        var tags = new List<KeyValuePair<string, string>>();
        var fields = new List<KeyValuePair<string, FieldValue>>();
        if (table.Length == 0 && !line.Fail("the table has no name")) return null;
        if (!TryReadTags(ref line, tags) || !TryReadFields(ref line, tags, fields)) return null;
        if (!TryReadTime(ref line, precision, now, out var time)) return null;
        return new(number, table, tags, fields, time);
    }

    private static bool TryReadTags(ref LineCursor line, List<KeyValuePair<string, string>> tags)
    {
        while (line.TrySkip(','))
        {
            var key = line.ReadName();
            if (!IsColumn(ref line, "tag", key)) return false;
            if (!line.TrySkip('=')) return line.Fail($"tag '{key}' has no value");
            var value = line.ReadName();
            if (value.Length == 0) return line.Fail($"tag '{key}' has no value");
            if (line.Next == '=') return line.Fail($"tag '{key}': an equals sign in a value is written \\=");
            if (!TryAdd(tags, key, value)) return line.Fail($"tag '{key}' is there twice");
        }
        if (line.Next != ' ') return line.Fail("there are no fields: after the table and its tags comes a space");
        line.SkipSpaces();
        return true;
    }

    private static bool TryReadFields(
        ref LineCursor line, List<KeyValuePair<string, string>> tags, List<KeyValuePair<string, FieldValue>> fields)
    {
        do
        {
            var key = line.ReadName();
            if (!IsColumn(ref line, "field", key)) return false;
            if (!line.TrySkip('=')) return line.Fail($"field '{key}' has no value");
            if (!FieldReader.TryRead(ref line, key, out var value)) return false;
            if (Has(tags, key)) return line.Fail($"'{key}' is a tag and a field");
            if (Has(fields, key)) return line.Fail($"field '{key}' is there twice");
            fields.Add(new(key, value));
        }
        while (line.TrySkip(','));
        return line.Next is ' ' or '\n' || line.Fail($"'{line.Next}' after field '{fields[^1].Key}': expected a comma, a space or the end");
    }

    /// <summary>Inserts a tag in key order; most arrive in that order.</summary>
    private static bool TryAdd(List<KeyValuePair<string, string>> tags, string key, string value)
    {
        var place = tags.Count;
        while (place > 0 && string.CompareOrdinal(tags[place - 1].Key, key) > 0) place--;
        if (place > 0 && tags[place - 1].Key == key) return false;
        tags.Insert(place, new(key, value));
        return true;
    }

    private static bool Has<T>(List<KeyValuePair<string, T>> columns, string key)
    {
        foreach (var column in columns)
            if (column.Key == key) return true;
        return false;
    }

    private static bool IsColumn(ref LineCursor line, string kind, string key) => key switch
    {
        "" => line.Fail($"a {kind} has no name"),
        "time" => line.Fail($"a {kind} cannot be called 'time'"),
        _ => true,
    };

    private static bool TryReadTime(ref LineCursor line, Precision precision, long now, out long time)
    {
        time = now;
        line.SkipSpaces();
        if (line.Next == '\n') return true;
        var plain = line.ReadPlain();
        line.SkipSpaces();
        if (line.Next != '\n' || !long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return line.Fail($"'{plain}' is no timestamp: expected a whole number, and then the end of the line");
        if (Timestamps.ToNanoseconds(value, precision) is not { } nanoseconds)
            return line.Fail($"the timestamp {value} cannot be counted in nanoseconds: is the precision right?");
        time = nanoseconds;
        return true;
    }
}
