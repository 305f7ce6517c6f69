using System.Net;
using System.Net.Sockets;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt;
using ChaosService.Tests.Engine.Fakes;
using MQTTnet;
using MQTTnet.Server;

namespace ChaosService.Tests.Proxies.Mqtt;

/// <summary>A real broker on the loopback, and a proxy before it.</summary>
internal sealed class ProxiedBroker : IAsyncDisposable
{
    private readonly MqttServer _broker;
    private readonly MqttProxy _proxy;
    private readonly Socket _gate = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _serving = [];
    private readonly List<MqttPeer> _peers = [];
    private readonly MessageLog _arrived = new();
    private readonly Task _accepting;

    private ProxiedBroker(MqttServer broker, int port, MqttFault fault, Tally tally)
    {
        (_broker, Direct, Tally, _proxy) =
            (broker, new(IPAddress.Loopback, port), tally, new MqttProxy(fault, tally, seed: 1, TimeProvider.System));
        _gate.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _gate.Listen();
        _accepting = AcceptAsync();
    }

    public Tally Tally { get; }

    /// <summary>Without the proxy.</summary>
    private IPEndPoint Direct { get; }

    public IPEndPoint Address => (IPEndPoint)_gate.LocalEndPoint!;

    /// <summary>What came to the broker, each as its topic and text.</summary>
    public MessageLog Arrived => _arrived;

    public static async Task<ProxiedBroker> StartAsync(MqttFault fault, Choice? which = null)
    {
        var port = FreePort.Next();
        var broker = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(port).WithPersistentSessions().Build());
        var started = new ProxiedBroker(broker, port, fault, new Tally(which ?? new(), seed: 1));
        broker.InterceptingPublishAsync += message =>
        {
            started._arrived.Add(message.ApplicationMessage);
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        return started;
    }

    /// <summary>A client that goes through the proxy.</summary>
    public Task<MqttPeer> ConnectAsync(string? id = null) => ConnectAsync(Address, id);

    /// <summary>A client that goes to the broker itself.</summary>
    public Task<MqttPeer> ConnectDirectlyAsync(string? id = null) => ConnectAsync(Direct, id);

    /// <summary>As a gate does when the fault ends.</summary>
    public async Task StopProxyAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_serving).WaitAsync(Wait.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers) peer.Dispose();
        await StopProxyAsync();
        await _proxy.DisposeAsync();
        await _broker.StopAsync();
        _broker.Dispose();
        _gate.Dispose();
        _stop.Dispose();
    }

    private async Task<MqttPeer> ConnectAsync(IPEndPoint where, string? id)
    {
        var peer = new MqttPeer();
        _peers.Add(peer);
        await peer.ConnectAsync(where, id ?? $"peer{_peers.Count}", keepsSession: id is not null);
        return peer;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _gate.AcceptAsync(_stop.Token);
                _serving.Add(_proxy.ServeAsync(client, DialAsync, _stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<Socket> DialAsync(CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Direct, stop);
        return socket;
    }
}
