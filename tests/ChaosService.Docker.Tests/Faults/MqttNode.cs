using System.Net.Sockets;
using ChaosService.Faults.Proxy.Mqtt;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Effects;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>A broker in a node's network that tells what arrived and delivers what it is asked for, and a client of it.</summary>
internal sealed class MqttNode : IAsyncDisposable
{
    /// <summary>That a client publishes, and has delivered, on each connection.</summary>
    public const int Messages = 3;

    private readonly SmallCluster _small;
    private readonly NodeServer _server;
    private readonly CancellationTokenSource _stop = new();
    private Task _talking = Task.CompletedTask;

    private MqttNode(SmallCluster small, NodeServer server) => (_small, _server) = (small, server);

    public int Port => _server.Port;

    public static async Task<MqttNode> StartAsync(SmallCluster small, string node)
    {
        // A proxy with no broker behind it and nothing to do to what is said.
        var nothing = new MqttFault("#", new DropEffect(), Published: false, Delivered: false);
        var broker = new MqttProxy(nothing, new Tally(new(), seed: 0), seed: 0, TimeProvider.System);
        return new(small, await NodeServer.StartAsync(small, node, (client, stop) => broker.ServeAsync(client, onward: null, stop)));
    }

    /// <summary>
    /// What arrives each way of numbered messages, on a connection of its own, from inside another node or (null) from the host. Null:
    /// the connection ended.
    /// </summary>
    /// <param name="expected">How many are waited for on each way.</param>
    public async Task<MqttArrivals?> TalkAsync(string topic = "kv/events", string? from = null, int expected = Messages)
    {
        using var client = await _server.ConnectAsync(_small, from);
        // The effect is nothing to a client.
        var both = new MqttFault(topic, new DropEffect(), Published: true, Delivered: true);
        return await MqttArrivals.OfAsync(client, both, Messages, expected, Wait.Limit, TimeProvider.System, _stop.Token);
    }

    /// <summary>Until it is disposed.</summary>
    public void KeepTalking() => _talking = KeepTalkingAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _talking;
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    private async Task KeepTalkingAsync()
    {
        try
        {
            for (; ; await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _stop.Token)) await TryAsync();
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TryAsync()
    {
        try
        {
            await TalkAsync(expected: 0);
        }
        catch (SocketException)
        {
            // Reset before it could talk, as a client may be while faults come and go.
        }
    }
}
