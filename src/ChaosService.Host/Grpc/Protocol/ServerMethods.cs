namespace ChaosService.Host.Grpc.Protocol;

/// <summary>One message in, one message out.</summary>
internal delegate Task<TResponse> UnaryServerMethod<in TRequest, TResponse>(TRequest request, ServerCallContext context);

/// <summary>One message in, any number out.</summary>
internal delegate Task ServerStreamingServerMethod<in TRequest, out TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context);

/// <summary>Any number in and out.</summary>
internal delegate Task DuplexStreamingServerMethod<in TRequest, out TResponse>(
    IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context);

/// <summary>The messages that the caller sends.</summary>
internal interface IAsyncStreamReader<out T>
{
    /// <summary>After a <see cref="MoveNext"/> that was true.</summary>
    T Current { get; }

    /// <summary>False: the caller sends no more.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>The messages that go to the caller.</summary>
internal interface IServerStreamWriter<in T>
{
    /// <summary>For the messages from now on.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Returns when the caller's window has taken it, at once when it may wait for the next one. One at a time.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken = default);
}

/// <summary>How messages are written.</summary>
internal sealed record WriteOptions(WriteFlags Flags);

[Flags]
internal enum WriteFlags
{
    None = 0,

    /// <summary>More follows at once: the message may wait for it.</summary>
    BufferHint = 1,
}
