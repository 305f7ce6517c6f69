using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChaosService.Reference.Host.Querying;

/// <summary>
/// A query's answer as a body: <c>json</c> is an array of objects, <c>jsonl</c> one object per line, <c>csv</c> as in RFC 4180,
/// <c>pretty</c> a table for people.
/// </summary>
internal static class RowFormats
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> All { get; } = ["json", "jsonl", "csv", "pretty"];

    public static string ContentType(string format) => format switch
    {
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "pretty" => "text/plain; charset=utf-8",
        _ => "text/csv",
    };

    public static ReadOnlyMemory<byte> Write(ResultTable rows, string format) => format switch
    {
        "json" => Json(rows),
        "jsonl" => JsonLines(rows),
        "pretty" => Pretty(rows),
        _ => Csv(rows),
    };

    private static ReadOnlyMemory<byte> Json(ResultTable rows)
    {
        var body = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(body, Options);
        writer.WriteStartArray();
        foreach (var row in rows.Values) Object(writer, rows.Names, row);
        writer.WriteEndArray();
        writer.Flush();
        return body.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> JsonLines(ResultTable rows)
    {
        var body = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(body, Options);
        foreach (var row in rows.Values)
        {
            Object(writer, rows.Names, row);
            writer.Flush();
            writer.Reset();
            body.Write("\n"u8);
        }
        return body.WrittenMemory;
    }

    /// <summary>Nulls are left out, as in the system whose interface this is.</summary>
    private static void Object(Utf8JsonWriter writer, IReadOnlyList<string> names, object?[] row)
    {
        writer.WriteStartObject();
        for (var i = 0; i < names.Count; i++)
        {
            if (row[i] is not { } value) continue;
            writer.WritePropertyName(names[i]);
            Value(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger:
                writer.WriteRawValue(Text(value));
                break;
            default:
                writer.WriteStringValue(Text(value));
                break;
        }
    }

    private static byte[] Csv(ResultTable rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Values.Prepend([.. rows.Names]))
            text.AppendJoin(',', row.Select(v => v is null ? "" : Cell(Text(v)))).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A table for people: nulls are empty.</summary>
    private static byte[] Pretty(ResultTable rows)
    {
        List<string[]> cells = [[.. rows.Names], .. rows.Values.Select(r => r.Select(v => v is null ? "" : Text(v)).ToArray())];
        int[] widths = [.. rows.Names.Select((_, i) => cells.Max(c => c[i].Length))];
        var (text, edge) = (new StringBuilder(), $"+{string.Concat(widths.Select(w => new string('-', w + 2) + "+"))}\n");
        text.Append(edge);
        for (var i = 0; i < cells.Count; i++)
        {
            text.Append('|').AppendJoin("", cells[i].Select((c, column) => $" {c.PadRight(widths[column])} |")).Append('\n');
            if (i == 0) text.Append(edge);
        }
        return Encoding.UTF8.GetBytes(text.Append(edge).ToString());
    }

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";

    private static string Text(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
