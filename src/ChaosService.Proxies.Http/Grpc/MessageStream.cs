using System.Buffers.Binary;
using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Proxies.Http.Grpc;

/// <summary>
/// The messages of an answer, one of which is dropped or repeated, or after one of which the answer ends. Each is preceded by 5 bytes:
/// whether it is compressed, and its length.
/// </summary>
/// <param name="met">Called when the stream has reached the position of the fault.</param>
internal sealed class MessageStream(Stream whole, GrpcFault fault, Action met) : ReadingStream
{
    private const int HeadBytes = 5;

    /// <summary>A longer message is not held in memory, and so not repeated. gRPC's default limit is 4 MiB.</summary>
    private const uint RepeatBytesMax = 16 << 20;

    private readonly byte[] _nowhere = new byte[4096];

    private ReadOnlyMemory<byte> _ready;
    private long _left;
    private long _begun;
    private bool _isOver;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read of zero bytes waits for data to become available; it returns at once.
        if (buffer.IsEmpty) return 0;
        while (!_isOver)
        {
            if (_ready.Length > 0) return TakeReady(buffer);
            if (_left > 0) return await TakeMessageAsync(buffer, cancellationToken);
            _isOver = !await BeginMessageAsync(cancellationToken);
        }
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) whole.Dispose();
        base.Dispose(disposing);
    }

    private int TakeReady(Memory<byte> buffer)
    {
        var count = Math.Min(_ready.Length, buffer.Length);
        _ready[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }

    private async Task<int> TakeMessageAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await whole.ReadAsync(buffer[..(int)Math.Min(_left, buffer.Length)], cancellationToken);
        if (count == 0) throw new EndOfStreamException("The answer ended in the middle of a message.");
        _left -= count;
        return count;
    }

    /// <summary>False: there is none.</summary>
    private async Task<bool> BeginMessageAsync(CancellationToken cancellationToken)
    {
        if (_begun == fault.EndAfter)
        {
            met();
            return false;
        }
        var head = new byte[HeadBytes];
        var read = await whole.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellationToken);
        if (read == 0) return false;
        if (read < HeadBytes) throw new EndOfStreamException("The answer ended in the middle of a message.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1));
        _begun++;
        if (_begun == fault.Drop)
        {
            await SkipAsync(length, cancellationToken);
            met();
        }
        else if (_begun == fault.Repeat && length <= RepeatBytesMax)
        {
            _ready = await TwiceAsync(head, (int)length, cancellationToken);
            met();
        }
        else
        {
            (_ready, _left) = (head, length);
        }
        return true;
    }

    private async Task SkipAsync(long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var count = (int)Math.Min(length, _nowhere.Length);
            await whole.ReadExactlyAsync(_nowhere.AsMemory(0, count), cancellationToken);
            length -= count;
        }
    }

    private async Task<byte[]> TwiceAsync(byte[] head, int length, CancellationToken cancellationToken)
    {
        var twice = new byte[2 * (HeadBytes + length)];
        head.CopyTo(twice, 0);
        await whole.ReadExactlyAsync(twice.AsMemory(HeadBytes, length), cancellationToken);
        twice.AsSpan(0, HeadBytes + length).CopyTo(twice.AsSpan(HeadBytes + length));
        return twice;
    }
}
