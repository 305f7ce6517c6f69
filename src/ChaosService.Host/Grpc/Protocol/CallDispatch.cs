using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>Carries one call from its request to its status, whatever happens on the way.</summary>
/// <param name="failures">What a caller is told of an exception that is no <see cref="RpcException"/>.</param>
internal sealed class CallDispatch(CallLimits limits, IHostApplicationLifetime life, TimeProvider time, ICallFailures failures)
{
    public Task UnaryAsync<TRequest, TResponse>(HttpContext http, UnaryServerMethod<TRequest, TResponse> method, MessageParser<TRequest> parser)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> => RunAsync(http, endsWithService: false, async call =>
    {
        var request = await Reader(http, parser).SingleAsync(call.CancellationToken);
        // A method that goes on after its deadline has nobody to tell: what it does is done all the same.
        var response = await method(request, call).WaitAsync(call.CancellationToken);
        MessageFrames.Write(http.Response.BodyWriter, response);
    });

    public Task ServerStreamingAsync<TRequest, TResponse>(HttpContext http, ServerStreamingServerMethod<TRequest, TResponse> method, MessageParser<TRequest> parser)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> => RunAsync(http, endsWithService: true, async call =>
    {
        var request = await Reader(http, parser).SingleAsync(call.CancellationToken);
        await method(request, Writer<TResponse>(http, call), call);
    });

    public Task DuplexStreamingAsync<TRequest, TResponse>(HttpContext http, DuplexStreamingServerMethod<TRequest, TResponse> method, MessageParser<TRequest> parser)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> => RunAsync(http, endsWithService: true, call =>
    {
        // A stream may rest between two messages and has no length; each message has its limit.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        return method(Reader(http, parser), Writer<TResponse>(http, call), call);
    });

    private async Task RunAsync(HttpContext http, bool endsWithService, Func<ServerCallContext, Task> carryOut)
    {
        http.Response.ContentType = GrpcHeaders.ContentType;
        http.Response.Headers[GrpcHeaders.AcceptEncoding] = MessageEncodings.Accepted;
        ServerCallContext? call = null;
        try
        {
            call = new ServerCallContext(http, time, endsWithService ? life.ApplicationStopping : null);
            MessageEncodings.Require(Encoding(http));
            await carryOut(call);
            call.End(call.Status);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception e)
        {
            var failure = FailureOf(e, call, http);
            failures.Note(http, failure.Status.StatusCode);
            if (call is not null) call.End(failure.Status, failure.Trailers);
            else StatusAnswer.WriteOnly(http.Response, failure.Status, failure.Trailers);
        }
        finally
        {
            call?.Dispose();
        }
    }

    private RpcException FailureOf(Exception e, ServerCallContext? call, HttpContext http) => e switch
    {
        RpcException failure => failure,
        OperationCanceledException when call?.DeadlineExceeded == true => new RpcException(StatusCode.DeadlineExceeded, "the deadline is over"),
        OperationCanceledException when life.ApplicationStopping.IsCancellationRequested => new RpcException(StatusCode.Unavailable, "the service is stopping"),
        _ => failures.Of(e, http),
    };

    private static string? Encoding(HttpContext http) => http.Request.Headers[GrpcHeaders.Encoding];

    private MessageReader<T> Reader<T>(HttpContext http, MessageParser<T> parser) where T : class, IMessage<T> =>
        new(http.Request.BodyReader, parser, Encoding(http), limits.MessageBytesMax);

    private MessageWriter<T> Writer<T>(HttpContext http, ServerCallContext call) where T : class, IMessage<T> => new(http, limits.WriteLimit, time, call.CancellationToken);
}
