using System.IO.Compression;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>
/// Reads a history file, <c>.jsonl.gz</c> or plain <c>.jsonl</c> (told apart by their first bytes). What is cut off at the end is
/// reported in <see cref="History.Truncation"/>; what is wrong in the middle is a <see cref="HistoryFormatException"/>.
/// </summary>
public static class HistoryReader
{
    /// <exception cref="HistoryFormatException">Missing, unreadable, empty, or not a history; the message says which and where.</exception>
    public static History Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
            return Read(file, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HistoryFormatException(path, 0, "there is no such file; name a history.jsonl.gz or a history.jsonl", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new HistoryFormatException(path, 0, $"cannot be read: {e.Message}", e);
        }
    }

    /// <param name="name">Stands for the file in messages.</param>
    public static History Read(Stream stream, string name)
    {
        var start = new byte[2];
        var length = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        if (length == 0) throw new HistoryFormatException(name, 0, "the file is empty; a history has at least one line");
        using var whole = new PrefixedStream(start.AsMemory(0, length), stream);
        var zipped = length == 2 && start is [0x1f, 0x8b];
        using Stream lines = zipped ? new GZipStream(whole, CompressionMode.Decompress) : whole;
        return ReadLines(lines, name);
    }

    private static History ReadLines(Stream stream, string name)
    {
        var builder = new HistoryBuilder(name);
        using var blocks = new LineBlocks(stream);
        string? cut = null;
        foreach (var block in blocks.Take())
        {
            if (!block.Unended) AddLines(builder, block.Bytes);
            else if (!builder.TryAddUnended(block.Bytes)) cut = $"the history is cut off in line {builder.Lines + 1}";
        }
        return builder.Build(blocks.Cut ?? cut);
    }

    private static void AddLines(HistoryBuilder builder, ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            builder.Add(lines[..end]);
            lines = lines[(end + 1)..];
        }
    }
}
