using System.Collections.Concurrent;
using Grpc.Net.Client;

namespace ChaosService.Reference.Host.Transport;

/// <summary>Connections to other nodes, one for each address, without TLS.</summary>
internal sealed class RpcChannels(Func<uint, string?> addressOf) : IDisposable
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

    private static GrpcChannel Connect(string address) => GrpcChannel.ForAddress($"http://{address}", new GrpcChannelOptions
    {
        // A snapshot of a group comes whole.
        MaxReceiveMessageSize = null,
        MaxSendMessageSize = null,
        HttpHandler = new SocketsHttpHandler
        {
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
