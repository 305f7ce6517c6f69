using System.Collections.Concurrent;
using Grpc.Net.Client;

namespace ChaosService.Reference.Host.Transport;

/// <summary>Connections to other nodes, one for each address.</summary>
/// <param name="tls">Null: without.</param>
internal sealed class RpcChannels(Func<uint, string?> addressOf, InternalTls? tls) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = [];

    /// <exception cref="UnknownNodeException">Nobody has said where the node is.</exception>
    public GrpcChannel To(uint node) =>
        addressOf(node) is { } address ? _channels.GetOrAdd(address, Connect) : throw new UnknownNodeException(node);

    public string NameOf(uint node) => addressOf(node) is { } address ? $"node {node} at {address}" : $"node {node}";

    public void Dispose()
    {
        foreach (var channel in _channels.Values) channel.Dispose();
    }

    private GrpcChannel Connect(string address) => GrpcChannel.ForAddress($"{(tls is null ? "http" : "https")}://{address}", new()
    {
        // A snapshot of a group comes whole.
        MaxReceiveMessageSize = null,
        MaxSendMessageSize = null,
        HttpHandler = new SocketsHttpHandler
        {
            SslOptions = tls?.ForClient() ?? new(),
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            // A connection over a network that was cut may never hear that it is over.
            KeepAlivePingDelay = TimeSpan.FromSeconds(2),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            EnableMultipleHttp2Connections = true,
        },
        DisposeHttpClient = true,
    });
}
