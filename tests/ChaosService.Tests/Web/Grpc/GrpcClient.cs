using System.Net.Security;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace ChaosService.Tests.Web.Grpc;

/// <summary>The service as a program in .NET sees it: Grpc.Net.Client and the clients that are generated.</summary>
internal sealed class GrpcClient : IDisposable
{
    private readonly GrpcChannel _channel;

    public GrpcClient(Uri address, string? token = null, SslClientAuthenticationOptions? tls = null)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, SslOptions = tls ?? new() };
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        Calls = token is null
            ? _channel.CreateCallInvoker()
            : _channel.Intercept(headers => [.. headers, new("authorization", $"Bearer {token}")]);
        (Runs, Health) = (new(Calls), new(Calls));
    }

    /// <summary>Ends a call with the test.</summary>
    public static CallOptions Call => new(cancellationToken: TestContext.Current.CancellationToken);

    public CallInvoker Calls { get; }

    public ChaosService.Contracts.V1.ChaosService.ChaosServiceClient Runs { get; }

    public Health.HealthClient Health { get; }

    public void Dispose() => _channel.Dispose();
}

internal static class Refusals
{
    /// <summary>How a call ended that was refused.</summary>
    public static Task<RpcException> RefusedAsync<T>(this AsyncUnaryCall<T> call) =>
        Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

    public static Task<RpcException> RefusedAsync<T>(this AsyncServerStreamingCall<T> call) =>
        Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

    /// <summary>What programs read of a refusal.</summary>
    public static T Detail<T>(this RpcException refusal) where T : class, IMessage<T>, new() =>
        refusal.GetRpcStatus()?.GetDetail<T>() ?? throw new InvalidOperationException($"no {typeof(T).Name} in: {refusal}");
}
