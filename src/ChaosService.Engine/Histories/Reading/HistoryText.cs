using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>Describes what a history file contains where a line of JSON in UTF-8 is expected.</summary>
internal static class HistoryText
{
    /// <summary>Some programs begin UTF-8 files with it.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> start) =>
        start.StartsWith(ByteOrderMark) ? start[ByteOrderMark.Length..] : start;

    public static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;

    /// <summary>
    /// Whether the piece after the last line end is the beginning of a line whose rest is missing. False for what is whole, and for what no
    /// line can begin with.
    /// </summary>
    public static bool IsCut(ReadOnlySpan<byte> piece)
    {
        if (IsBlank(piece) || (!Utf8.IsValid(piece) && !WrongBytes(piece).IsCut)) return false;
        var reader = new Utf8JsonReader(piece, isFinalBlock: false, default);
        try
        {
            return !JsonDocument.TryParseValue(ref reader, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Which byte of the line is not UTF-8, and what to do.</summary>
    public static string NotUtf8(ReadOnlySpan<byte> line, bool isFirst)
    {
        if (isFirst && line is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return "the file is UTF-16; UTF-8 is expected, such as `iconv -f UTF-16 -t UTF-8 FILE` makes";
        var at = WrongBytes(line).At;
        return $"byte {at + 1} of the line, 0x{line[at]:X2}, is not UTF-8; keys would run together. "
            + "Convert the file from what it was written in, such as with `iconv -f LATIN1 -t UTF-8 FILE`";
    }

    /// <summary>What a line is that cannot be parsed.</summary>
    public static string NotJson(ReadOnlySpan<byte> line)
    {
        const string Expected = "an op such as " + JsonLine.Example + " is expected";
        if (line.StartsWith("{:"u8)) return $"not JSON but EDN, as Jepsen writes it; {Expected}: convert the history, or give its --model";
        if (line.StartsWith(ByteOrderMark)) return $"not JSON: a byte order mark, which only the file may begin with; {Expected}";
        var reader = new Utf8JsonReader(line);
        try
        {
            _ = JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return $"not JSON; {Expected}";
        }
        return IsBlank(line[(int)reader.BytesConsumed..])
            ? $"a key stands there twice; {Expected}"
            : "more than one JSON value; one op a line is expected";
    }

    private static (int At, bool IsCut) WrongBytes(ReadOnlySpan<byte> line)
    {
        for (var at = 0; ;)
        {
            var status = Rune.DecodeFromUtf8(line[at..], out _, out var length);
            if (status != System.Buffers.OperationStatus.Done) return (at, status == System.Buffers.OperationStatus.NeedMoreData);
            at += length;
        }
    }
}
