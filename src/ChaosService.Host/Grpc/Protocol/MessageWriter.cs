using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>
/// Writes a response's messages as fast as the caller's window takes them. A caller that takes nothing for the limit is cut off: it can come back, and
/// nothing piles up for it.
/// </summary>
internal sealed class MessageWriter<T>(HttpContext http, TimeSpan limit, TimeProvider time, CancellationToken ended) : IServerStreamWriter<T>
    where T : IMessage<T>
{
    /// <summary>Of messages that may wait for the next one.</summary>
    private const int HeldBytesMax = 32 << 10;

    private const int Cancel = 0x8;

    /// <summary>To a client this is RESOURCE_EXHAUSTED: the resource is what it takes in.</summary>
    private const int EnhanceYourCalm = 0xb;

    private readonly PipeWriter _body = http.Response.BodyWriter;
    private int _heldBytes;

    public WriteOptions? WriteOptions { get; set; }

    public async Task WriteAsync(T message, CancellationToken cancellationToken = default)
    {
        ended.ThrowIfCancellationRequested();
        _heldBytes += MessageFrames.Write(_body, message);
        if (WriteOptions is { } options && options.Flags.HasFlag(WriteFlags.BufferHint) && _heldBytes < HeldBytesMax) return;
        _heldBytes = 0;
        var flush = _body.FlushAsync(CancellationToken.None);
        if (!flush.IsCompleted) await WithinLimitAsync(flush);
        ended.ThrowIfCancellationRequested();
    }

    /// <summary>Half a message may be out: when nobody waits for the rest, only the stream's end is clean.</summary>
    private async Task WithinLimitAsync(ValueTask<FlushResult> flush)
    {
        using var slow = new CancellationTokenSource(limit, time);
        await using var onSlow = slow.Token.Register(() => Reset(EnhanceYourCalm));
        await using var onEnd = ended.Register(() => Reset(Cancel));
        await flush;
        slow.Token.ThrowIfCancellationRequested();
    }

    private void Reset(int code)
    {
        if (http.Features.Get<IHttpResetFeature>() is { } stream) stream.Reset(code);
        else http.Abort();
    }
}
