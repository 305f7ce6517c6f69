using System.IO.Compression;
using System.Text;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Histories;

namespace ChaosService.Tests.Engine.Histories;

/// <summary>One history in the many forms that files come in: read as what it is, or refused with the place.</summary>
public class FileFormsTests
{
    /// <summary>Two keys that differ in one character, which is one byte in Latin-1 and two in UTF-8.</summary>
    private const string Text = """
        {"index":0,"time":1,"process":0,"type":"invoke","f":"write","key":"kö","value":1}
        {"index":1,"time":2,"process":0,"type":"ok","f":"write","key":"kö","value":1}
        {"index":2,"time":3,"process":1,"type":"invoke","f":"write","key":"kä","value":2}
        {"index":3,"time":4,"process":1,"type":"ok","f":"write","key":"kä","value":2}
        {"index":4,"time":5,"process":"run","type":"info","f":"ended","value":{"dropped":0}}

        """;

    private static readonly byte[] Plain = Encoding.UTF8.GetBytes(Text);

    private static int LastLine => Plain.AsSpan().LastIndexOf("{\"index\":4"u8);

    public static TheoryData<string> Forms => [.. Whole.Keys];

    private static Dictionary<string, byte[]> Whole { get; } = new()
    {
        ["plain"] = Plain,
        ["no line end at the end"] = Plain[..^1],
        ["byte order mark"] = [0xEF, 0xBB, 0xBF, .. Plain],
        ["carriage returns"] = Encoding.UTF8.GetBytes(Text.Replace("\n", "\r\n")),
        ["byte order mark and carriage returns"] = Encoding.UTF8.GetBytes("\uFEFF" + Text.Replace("\n", "\r\n")),
        ["carriage returns, no line end at the end"] = Encoding.UTF8.GetBytes(Text.Replace("\n", "\r\n"))[..^1],
        ["blank last line"] = [.. Plain, (byte)'\n'],
        ["blank last lines with spaces"] = [.. Plain, .. " \n\t\r\n\n  "u8],
        ["spaces"] = Encoding.UTF8.GetBytes(Text.Replace(",\"", " , \"").Replace(":", " : ")),
        ["escapes"] = Encoding.UTF8.GetBytes(Text.Replace("ö", "\\u00f6").Replace("ä", "\\u00E4")),
        ["gzip"] = Zip(Plain),
        ["gzip of a byte order mark"] = Zip([0xEF, 0xBB, 0xBF, .. Plain]),
        ["gzip in several members"] = [.. Zip(Plain[..100]), .. Zip([]), .. Zip(Plain[100..])],
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Whole_history_is_read_whole(string form)
    {
        var history = Read(Whole[form]);
        Assert.Null(history.Truncation);
        Assert.Equal(["kö", "kä"], history.Ops.ToArray().Select(o => o.Key));
        Assert.All(history.Ops.ToArray(), o => Assert.Equal(OpType.Ok, o.Outcome));
    }

    [Theory]
    [InlineData("h.jsonl", true)]
    [InlineData("h.jsonl.gz", false)]
    public void Content_and_not_the_name_says_what_is_zipped(string name, bool zip)
    {
        var directory = Directory.CreateTempSubdirectory("history-");
        var path = Path.Combine(directory.FullName, name);
        File.WriteAllBytes(path, zip ? Zip(Plain) : Plain);
        Assert.Null(HistoryReader.Read(path).Truncation);
        directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Latin_1_is_refused_by_line_and_byte(bool zip)
    {
        var bytes = Encoding.Latin1.GetBytes(Text);
        Assert.StartsWith("h:1: byte 69 of the line, 0xF6, is not UTF-8; keys would run together.", Error(zip ? Zip(bytes) : bytes));
    }

    [Theory]
    [InlineData(new byte[] { 0xC3 }, "0xC3")]
    [InlineData(new byte[] { 0xC0, 0xAF }, "0xC0")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "0xED")]
    [InlineData(new byte[] { 0xF8, 0x88, 0x80, 0x80, 0x80 }, "0xF8")]
    [InlineData(new byte[] { 0x80 }, "0x80")]
    public void Bytes_that_are_no_character_are_refused_where_they_are(byte[] wrong, string named)
    {
        var at = Text.IndexOf("kä", StringComparison.Ordinal);
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Text[..at]), .. wrong, .. Encoding.UTF8.GetBytes(Text[at..])];
        Assert.StartsWith($"h:3: byte 68 of the line, {named}, is not UTF-8", Error(bytes));
    }

    [Fact]
    public void Wrong_byte_in_a_last_line_without_an_end_is_refused_too() =>
        Assert.StartsWith("h:5: byte 1 of the line, 0xFF, is not UTF-8", Error([.. Plain[..LastLine], 0xFF, .. Plain[LastLine..^1]]));

    [Fact]
    public void Utf_16_is_named() =>
        Assert.StartsWith("h:1: the file is UTF-16; UTF-8 is expected", Error([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)]));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(" \r\n\n")]
    [InlineData("\uFEFF")]
    public void File_without_a_line_is_empty(string text)
    {
        Assert.Equal("h: the file is empty; a history has at least one line", Error(Encoding.UTF8.GetBytes(text)));
        if (text.Length == 0) return;
        Assert.StartsWith("the gzip stream holds no line", Read(Zip(Encoding.UTF8.GetBytes(text))).Truncation);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Blank_line_before_an_op_is_named(int line)
    {
        var lines = Text.Split('\n').ToList();
        lines.Insert(line, " ");
        lines.Insert(line, "");
        Assert.StartsWith($"h:{line + 1}: the line is blank, not JSON", Error(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    [Fact]
    public void Blank_line_before_a_last_line_without_an_end_is_named() =>
        Assert.StartsWith("h:5: the line is blank", Error([.. Plain[..LastLine], (byte)'\n', .. Plain[LastLine..^1]]));

    [Fact]
    public void Plain_history_cut_anywhere_says_so_and_keeps_what_is_whole()
    {
        for (var length = 1; length < Plain.Length - 1; length++)
        {
            var history = Read(Plain[..length]);
            Assert.True(history.Truncation is not null, $"cut after {length} bytes");
            // A line that lacks its end alone is whole.
            var lines = Plain.AsSpan(0, length + 1).Count((byte)'\n');
            Assert.Equal(Math.Min(2, (lines + 1) / 2), history.Ops.Length);
        }
    }

    [Fact]
    public void Gzip_cut_anywhere_says_so_unless_nothing_of_the_history_is_missing()
    {
        var zipped = Zip(Plain);
        for (var length = 2; length < zipped.Length; length++) RefusedOrCutOrTheSame(zipped[..length], $"cut after {length} bytes");
    }

    [Fact]
    public void Gzip_with_a_flipped_bit_is_refused_or_cut_or_the_same()
    {
        var zipped = Zip(Plain);
        for (var at = 10; at < zipped.Length; at++)
        {
            byte[] flipped = [.. zipped];
            flipped[at] ^= 0x10;
            RefusedOrCutOrTheSame(flipped, $"byte {at}");
        }
    }

    [Fact]
    public void Times_may_count_from_anywhere()
    {
        var history = Read(Encoding.UTF8.GetBytes(Text.Replace("\"time\":", "\"time\":179000000000000000")));
        Assert.Equal([1_790_000_000_000_000_001, 1_790_000_000_000_000_003], history.Ops.ToArray().Select(o => o.InvokedNs));
    }

    private static void RefusedOrCutOrTheSame(byte[] bytes, string what)
    {
        try
        {
            var history = Read(bytes);
            Assert.True(history.Truncation is not null || history.Ops.Span.SequenceEqual(Read(Plain).Ops.Span), what);
        }
        catch (HistoryFormatException e)
        {
            Assert.StartsWith("h:", e.Message);
        }
    }

    private static byte[] Zip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static History Read(byte[] bytes) => HistoryReader.Read(new MemoryStream(bytes), "h");

    private static string Error(byte[] bytes) => Assert.Throws<HistoryFormatException>(() => Read(bytes)).Message;
}
