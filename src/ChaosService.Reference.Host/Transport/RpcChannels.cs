using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace ChaosService.Reference.Host.Transport;

/// <summary>Connections to other nodes, one for each address.</summary>
/// <param name="addressOf">The address from the catalog or the settings.</param>
/// <param name="tls">Null: no TLS.</param>
internal sealed class RpcChannels(Func<uint, string?> addressOf, InternalTls? tls) : IDisposable
{
    private static readonly TraceHeaders Headers = new();

    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = [];
    private readonly ConcurrentDictionary<uint, string> _learned = [];

    /// <exception cref="UnknownNodeException">The node's address is unknown.</exception>
    public CallInvoker To(uint node) => AddressOf(node) is { } address
        ? _channels.GetOrAdd(address, Connect).Intercept(Headers)
        : throw new UnknownNodeException(node);

    /// <summary>The address that a node announces. The catalog's takes precedence.</summary>
    public void Learn(uint node, string address)
    {
        if (address.Length > 0) _learned[node] = address;
    }

    public string NameOf(uint node) => AddressOf(node) is { } address ? $"node {node} at {address}" : $"node {node}";

    public void Dispose()
    {
        foreach (var channel in _channels.Values) channel.Dispose();
    }

    private string? AddressOf(uint node) => addressOf(node) ?? _learned.GetValueOrDefault(node);

    private GrpcChannel Connect(string address) => GrpcChannel.ForAddress($"{(tls is null ? "http" : "https")}://{address}", new()
    {
        // A snapshot of a group is sent whole.
        MaxReceiveMessageSize = null,
        MaxSendMessageSize = null,
        HttpHandler = new SocketsHttpHandler
        {
            SslOptions = tls?.ForClient() ?? new(),
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            // A connection over a cut network may never notice that it is dead.
            KeepAlivePingDelay = TimeSpan.FromSeconds(2),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            EnableMultipleHttp2Connections = true,
        },
        DisposeHttpClient = true,
    });
}
