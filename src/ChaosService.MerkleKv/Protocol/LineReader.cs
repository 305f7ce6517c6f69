using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace ChaosService.MerkleKv.Protocol;

/// <summary>Takes lines from a connection: UTF-8, with LF or CRLF at the end, a MiB at most.</summary>
internal sealed class LineReader(PipeReader input)
{
    public const int LineBytesMax = 1 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private ReadOnlySequence<byte> _unread;
    private bool _holds;

    /// <summary>Whether a line is there that needs no further reading.</summary>
    public bool HasLine => _holds && _unread.PositionOf((byte)'\n') is not null;

    /// <returns>The line, or why there is none.</returns>
    public async ValueTask<(LineOutcome Outcome, string Line)> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            if (_holds && TryTake() is { } taken) return taken;
            if (_holds) input.AdvanceTo(_unread.Start, _unread.End);
            _holds = false;
            var read = await input.ReadAsync(stop);
            (_unread, _holds) = (read.Buffer, true);
            if (read.IsCompleted && _unread.PositionOf((byte)'\n') is null && _unread.Length <= LineBytesMax) return (LineOutcome.End, "");
        }
    }

    private (LineOutcome Outcome, string Line)? TryTake()
    {
        if (_unread.PositionOf((byte)'\n') is not { } end) return _unread.Length > LineBytesMax + 1 ? (LineOutcome.TooLong, "") : null;
        var line = _unread.Slice(0, end);
        _unread = _unread.Slice(_unread.GetPosition(1, end));
        var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        if (bytes is [.., (byte)'\r']) bytes = bytes[..^1];
        if (bytes.Length > LineBytesMax) return (LineOutcome.TooLong, "");
        try
        {
            return (LineOutcome.Line, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return (LineOutcome.NotText, "");
        }
    }
}
