using System.IO.Compression;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>A history's bytes, whatever format they have: a file that can be opened, plain or gzip by its first bytes.</summary>
internal static class HistoryStream
{
    /// <exception cref="HistoryFormatException">Missing or unreadable, and what <paramref name="read"/> throws.</exception>
    /// <param name="fix">What to name instead of a file that is not there.</param>
    /// <param name="read">Takes the bytes, and the file's name for messages.</param>
    public static T Read<T>(string path, string fix, Func<Stream, string, T> read)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
            return read(file, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HistoryFormatException(path, 0, $"there is no such file; {fix}", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or ArgumentException)
        {
            throw new HistoryFormatException(path, 0, $"cannot be read: {e.Message}", e);
        }
    }

    public static Stream Unzipped(Stream stream, out bool isZipped)
    {
        var start = new byte[2];
        var length = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        var whole = new PrefixedStream(start.AsMemory(0, length), stream);
        isZipped = length == 2 && start is [0x1f, 0x8b];
        return isZipped ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }
}
