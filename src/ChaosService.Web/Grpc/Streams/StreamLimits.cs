using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Web.Grpc.Streams;

/// <summary>No stream outlives its caller, its deadline or the service, and none waits for a caller that accepts nothing.</summary>
internal sealed class StreamLimits(IHostApplicationLifetime life, TimeProvider time) : Interceptor
{
    /// <summary>
    /// How long a message waits for a caller that accepts nothing before the call is cut off: the same as for server-sent events.
    /// </summary>
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var ended = Ended(context);
        await continuation(request, Writer(responseStream, context, ended.Token), context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var ended = Ended(context);
        await continuation(new EndingReader<TRequest>(requestStream, ended.Token), Writer(responseStream, context, ended.Token), context);
    }

    private CancellationTokenSource Ended(ServerCallContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, life.ApplicationStopping);

    private LimitedWriter<T> Writer<T>(IServerStreamWriter<T> stream, ServerCallContext context, CancellationToken ended) =>
        new(stream, context.GetHttpContext(), WriteLimit, time, ended);
}
