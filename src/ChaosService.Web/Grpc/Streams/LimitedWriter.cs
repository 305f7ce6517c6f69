using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChaosService.Web.Grpc.Streams;

/// <summary>
/// Writes a response's messages as fast as the caller's window accepts them. A caller that accepts nothing for this long is cut off: it can
/// reconnect, and nothing accumulates for it.
/// </summary>
internal sealed class LimitedWriter<T>(
    IServerStreamWriter<T> stream, HttpContext http, TimeSpan limit, TimeProvider time, CancellationToken ended) : IServerStreamWriter<T>
{
    private const int Cancel = 0x8;

    /// <summary>To a client this is RESOURCE_EXHAUSTED: the resource is its receive capacity.</summary>
    private const int EnhanceYourCalm = 0xb;

    public WriteOptions? WriteOptions
    {
        get => stream.WriteOptions;
        set => stream.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ended.ThrowIfCancellationRequested();
        var writing = stream.WriteAsync(message, CancellationToken.None);
        if (writing.IsCompleted) await writing;
        else await WithinLimitAsync(writing, cancellationToken);
        ended.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Half a message may have been sent: if the write is abandoned, only ending the stream is clean.</summary>
    private async Task WithinLimitAsync(Task writing, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(limit, time);
        await using var onSlow = slow.Token.Register(() => Reset(EnhanceYourCalm));
        await using var onEnd = ended.Register(() => Reset(Cancel));
        await using var onCancel = cancellationToken.Register(() => Reset(Cancel));
        await writing;
        slow.Token.ThrowIfCancellationRequested();
    }

    private void Reset(int code)
    {
        if (http.Features.Get<IHttpResetFeature>() is { } stream) stream.Reset(code);
        else http.Abort();
    }
}
