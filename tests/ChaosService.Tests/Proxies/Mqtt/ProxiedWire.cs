using System.Net.Sockets;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Lanes;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Proxies.Mqtt;

/// <summary>Two ends of a connection with a proxy between them, for bytes that no client sends.</summary>
internal sealed class ProxiedWire : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _limit = new(Wait.Limit);
    private Task _serving = Task.CompletedTask;

    public required Socket Client { get; init; }

    public required Socket Server { get; init; }

    public Tally Tally { get; } = new(new Choice(), seed: 1);

    public CancellationToken Limit => _limit.Token;

    public static async Task<ProxiedWire> OpenAsync(MqttFault fault)
    {
        var (client, accepted) = await SocketPair.NewAsync(default);
        var (onward, server) = await SocketPair.NewAsync(default);
        var wire = new ProxiedWire { Client = client, Server = server };
        var proxy = new MqttProxy(fault, wire.Tally, seed: 1, TimeProvider.System);
        client.NoDelay = true;
        wire._serving = proxy.ServeAsync(accepted, _ => Task.FromResult(onward), wire._stop.Token);
        return wire;
    }

    public ValueTask SendAsync(byte[] data) => Client.SendAllAsync(data, Limit);

    /// <summary>What comes to the server, up to so many bytes or the end.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var data = new byte[count];
        for (var at = 0; at < count;)
        {
            var read = await Server.ReceiveAsync(data.AsMemory(at), Limit);
            if (read == 0) return data[..at];
            at += read;
        }
        return data;
    }

    /// <summary>As a gate does when the fault ends.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _serving.WaitAsync(Wait.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        Server.Dispose();
        _limit.Dispose();
        _stop.Dispose();
    }
}
