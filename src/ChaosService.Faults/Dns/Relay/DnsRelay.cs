using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Dns.Rules;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Listening;
using ChaosService.Model.Clusters;

namespace ChaosService.Faults.Dns.Relay;

/// <summary>
/// Stands between one node and its resolvers, inside the node's network: one pair of sockets for each resolver, so that a query is passed
/// on to the one that it was meant for. It is served by this process, and gone with it.
/// </summary>
internal sealed class DnsRelay : IAsyncDisposable
{
    private readonly SocketMaker _maker;
    private readonly List<(IPAddress Resolver, UdpRelay Udp, TcpRelay Tcp)> _relays = [];

    private DnsRelay(NodeRuntime node, SocketMaker maker) => (Node, _maker) = (node, maker);

    /// <summary>As it was when the relay was opened; after a restart it has another network.</summary>
    public NodeRuntime Node { get; }

    public FailedNames Names { get; } = new();

    /// <summary>What is to be led to it.</summary>
    public IReadOnlyList<DnsLead> Leads => [.. _relays.Select(r => new DnsLead(Address.Of(r.Resolver), $"{r.Udp.Port}", $"{r.Tcp.Port}"))];

    public static async Task<DnsRelay> OpenAsync(NodeRuntime node, TimeProvider time, CancellationToken cancellationToken)
    {
        var relay = new DnsRelay(node, await SocketMaker.StartAsync(node.Pid));
        try
        {
            foreach (var resolver in Resolvers.Of(node.Pid)) await relay.OpenAsync(resolver, time, cancellationToken);
            return relay;
        }
        catch
        {
            await relay.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, udp, tcp) in _relays)
        {
            await udp.DisposeAsync();
            await tcp.DisposeAsync();
        }
        _maker.Dispose();
    }

    /// <summary>On loopback: what the node itself sends is led there, and nobody else can ask.</summary>
    private async Task OpenAsync(IPAddress resolver, TimeProvider time, CancellationToken cancellationToken)
    {
        var upstream = new Upstream(_maker, new(resolver, Resolvers.Port));
        var loopback = resolver.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        Socket Listen(SocketType type, ProtocolType protocol)
        {
            var socket = new Socket(loopback.AddressFamily, type, protocol);
            ListeningPort.Bind(socket, loopback);
            if (type == SocketType.Stream) socket.Listen(64);
            return socket;
        }

        var udp = await _maker.MakeAsync(() => Listen(SocketType.Dgram, ProtocolType.Udp), cancellationToken);
        var tcp = await _maker.MakeAsync(() => Listen(SocketType.Stream, ProtocolType.Tcp), cancellationToken);
        _relays.Add((resolver, new(udp, upstream, Names, time), new(tcp, upstream, Names, time)));
    }
}
