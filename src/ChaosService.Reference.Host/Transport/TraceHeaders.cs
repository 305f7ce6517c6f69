using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ChaosService.Reference.Host.Transport;

/// <summary>
/// Adds the calling span to a call's metadata (W3C Trace Context). The HTTP client would add its own span, which is not exported.
/// </summary>
internal sealed class TraceHeaders : Interceptor
{
    private const string TraceParent = "traceparent";

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, With(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(request, With(context));

    private static ClientInterceptorContext<TRequest, TResponse> With<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        if (Activity.Current?.Id is not { } id) return context;
        var headers = new Metadata();
        foreach (var header in context.Options.Headers ?? []) headers.Add(header);
        headers.Add(TraceParent, id);
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
