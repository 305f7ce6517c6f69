using System.Text.Unicode;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>
/// Reads a history file, <c>.jsonl.gz</c> or plain <c>.jsonl</c> (distinguished by their first bytes). What is cut off at the end is
/// reported in <see cref="History.Truncation"/>; what is wrong in the middle is a <see cref="HistoryFormatException"/>. A byte order mark
/// and blank last lines mean nothing.
/// </summary>
public static class HistoryReader
{
    /// <exception cref="HistoryFormatException">Missing, unreadable, empty, or not a history; the message says which and where.</exception>
    public static History Read(string path) =>
        HistoryStream.Read(path, "name a history.jsonl.gz or a history.jsonl", Read);

    /// <param name="name">The file's name in messages.</param>
    public static History Read(Stream stream, string name)
    {
        using var lines = HistoryStream.Unzipped(stream, out var zipped);
        return ReadLines(
            lines, name, whenEmpty: zipped ? "the gzip stream holds no line: it is empty, or was cut off where it begins" : null);
    }

    /// <param name="whenEmpty">What was cut when there is no line; null: then the file is empty, and not a history.</param>
    private static History ReadLines(Stream stream, string name, string? whenEmpty)
    {
        var builder = new HistoryBuilder(name);
        using var blocks = new LineBlocks(stream);
        string? cut = null;
        var start = true;
        foreach (var block in blocks.Take())
        {
            var bytes = start ? HistoryText.WithoutByteOrderMark(block.Bytes) : block.Bytes;
            start = false;
            if (!block.Unended) AddLines(builder, bytes);
            else if (HistoryText.IsCut(bytes)) cut = $"the history is cut off in line {builder.Lines + 1}";
            else builder.Add(bytes, isText: Utf8.IsValid(bytes));
        }
        cut = blocks.Cut ?? cut;
        if (builder.Lines == 0)
            cut ??= whenEmpty ?? throw new HistoryFormatException(name, 0, "the file is empty; a history has at least one line");
        return builder.Build(cut);
    }

    private static void AddLines(HistoryBuilder builder, ReadOnlySpan<byte> lines)
    {
        // One look at all of them costs next to nothing; which line it is, each is asked only when one of them is wrong.
        var isText = Utf8.IsValid(lines);
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            builder.Add(lines[..end], isText || Utf8.IsValid(lines[..end]));
            lines = lines[(end + 1)..];
        }
    }
}
