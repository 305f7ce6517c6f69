using ChaosService.Service.Logging;
using ChaosService.Service.Replies;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Web.Problems.Calls;

/// <summary>Refuses calls by the same rules as requests of the API, and in the same wording.</summary>
internal sealed class CallFailures(IHostApplicationLifetime life, ILogger<CallFailures> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Of(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Of(e, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Of(e, context);
        }
    }

    private RpcException Of(Exception e, ServerCallContext context) => e switch
    {
        // The caller is gone or already knows that its deadline passed: nobody receives this.
        _ when context.CancellationToken.IsCancellationRequested => new RpcException(Status.DefaultCancelled),
        OperationCanceledException when life.ApplicationStopping.IsCancellationRequested =>
            new RpcException(new Status(StatusCode.Unavailable, "the service is stopping")),
        InvalidProtocolBufferException => new RpcException(new Status(StatusCode.Internal, $"a message cannot be read: {e.Message}")),
        _ => OfProblem(e, context.GetHttpContext()),
    };

    private RpcException OfProblem(Exception e, HttpContext http)
    {
        var problem = ProblemAnswers.Of(e, http);
        if (problem.Status >= StatusCodes.Status500InternalServerError) log.RequestFailed(e, http.Request.Path);
        return ProblemStatus.Of(problem, (e as RefusedException)?.RetryAfter);
    }
}
