using System.Collections.Concurrent;
using System.IO.Compression;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>
/// Cuts a stream into blocks of whole lines on a thread of its own, so that inflating and parsing each have a core. A few buffers go
/// round between the two; a buffer grows only for a line that is longer than it.
/// </summary>
internal sealed class LineBlocks : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private const int Buffers = 4;

    /// <summary>The read of a set of some ten million elements. Anything longer is not a history, and may never end.</summary>
    private const int LineBytesMax = 1 << 28;

    private readonly BlockingCollection<Block> _filled = new(Buffers);
    private readonly BlockingCollection<byte[]> _free = new(Buffers);
    private readonly CancellationTokenSource _stop = new();
    private readonly Stream _stream;
    private readonly Task _filling;
    private readonly int _lineBytesMax;

    /// <param name="lineBytesMax">Power of two, at least 1 MiB.</param>
    public LineBlocks(Stream stream, int lineBytesMax = LineBytesMax)
    {
        _stream = stream;
        for (var i = 0; i < Buffers; i++) _free.Add(new byte[BufferBytes]);
        _lineBytesMax = lineBytesMax;
        _filling = Task.Factory.StartNew(Fill, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <param name="Unended">The block is the piece after the last line end, not whole lines.</param>
    internal readonly record struct Block(byte[] Buffer, int Length, bool Unended)
    {
        public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, Length);
    }

    /// <summary>
    /// Why the stream ended before its end (a cut or damaged gzip stream); null when it did not. Set once all blocks are taken.
    /// </summary>
    public string? Cut { get; private set; }

    /// <summary>Each block is valid until the next is asked for. Throws what reading the stream threw.</summary>
    public IEnumerable<Block> Take()
    {
        foreach (var block in _filled.GetConsumingEnumerable())
        {
            yield return block;
            // The piece after the last line end has a buffer of its own, one more than there is room for.
            _free.TryAdd(block.Buffer);
        }
        _filling.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _stop.Cancel();
        // A reader's own error was thrown to the consumer; one that stopped early does not want it.
        _filling.ContinueWith(t => _ = t.Exception, TaskScheduler.Default).Wait();
        _filled.Dispose();
        _free.Dispose();
        _stop.Dispose();
    }

    private void Fill()
    {
        try
        {
            var buffer = _free.Take(_stop.Token);
            var length = 0;
            while (true)
            {
                if (length == _lineBytesMax)
                    throw new InvalidDataException($"a line is longer than {_lineBytesMax >> 20} MiB, so this is no history");
                if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                var read = ReadSome(buffer.AsSpan(length));
                if (read == 0) break;
                length += read;
                // Wait for a full buffer: small blocks would cost more in hand-overs than they save.
                if (length < buffer.Length) continue;
                var whole = buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
                if (whole == 0) continue;
                var next = _free.Take(_stop.Token);
                if (next.Length < length - whole) next = new byte[buffer.Length];
                buffer.AsSpan(whole, length - whole).CopyTo(next);
                _filled.Add(new Block(buffer, whole, Unended: false), _stop.Token);
                (buffer, length) = (next, length - whole);
            }
            AddLast(buffer, length);
        }
        catch (OperationCanceledException)
        {
            // The consumer does not want more: it found a line that is wrong.
        }
        finally
        {
            _filled.CompleteAdding();
        }
    }

    private void AddLast(byte[] buffer, int length)
    {
        var whole = buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
        if (whole > 0) _filled.Add(new Block(buffer, whole, Unended: false), _stop.Token);
        if (length > whole) _filled.Add(new Block(buffer[whole..length], length - whole, Unended: true), _stop.Token);
    }

    private int ReadSome(Span<byte> free)
    {
        try
        {
            return _stream.Read(free);
        }
        catch (InvalidDataException e) when (_stream is GZipStream)
        {
            Cut = $"the gzip stream is cut off or damaged ({e.Message})";
            return 0;
        }
    }
}
