using System.IO.Compression;

namespace ChaosService.Engine.Histories.Recording;

/// <summary>
/// The gzip stream under a history. The first error ends the writing and is kept; from then on every line is counted as lost,
/// with those that still waited for a flush, because none of them can be relied on.
/// </summary>
internal sealed class HistoryFile(Stream destination) : IDisposable
{
    // Big enough that compressing costs little per line, small enough to stay in the first-level cache.
    private const int BatchBytes = 1 << 14;

    private readonly GZipStream _gzip = new(destination, CompressionLevel.Fastest);
    private long _unflushed;

    public HistoryLineWriter Lines { get; } = new();

    public string? Error { get; private set; }

    public long Lost { get; private set; }

    /// <summary>To be called after each line written to <see cref="Lines"/>.</summary>
    public void EndLine()
    {
        _unflushed++;
        if (Lines.Written.Length >= BatchBytes) Guard(WriteBatch);
    }

    /// <summary>Ends the deflate block, so that a reader gets everything up to here even if no more is ever written.</summary>
    public void Flush() => Guard(() =>
    {
        WriteBatch();
        _gzip.Flush();
        _unflushed = 0;
    });

    public void Dispose()
    {
        Flush();
        Guard(_gzip.Dispose);
        try
        {
            // After an error the gzip stream is left as it is: it would only try to write again. The file must be closed all the same.
            destination.Dispose();
        }
        catch (IOException e)
        {
            Error ??= e.Message;
        }
    }

    private void WriteBatch()
    {
        _gzip.Write(Lines.Written);
        Lines.Clear();
    }

    private void Guard(Action step)
    {
        try
        {
            if (Error is null) step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Error = e.Message;
        }
        if (Error is null) return;
        Lines.Clear();
        Lost += _unflushed;
        _unflushed = 0;
    }
}
