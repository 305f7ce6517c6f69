using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt.Packets;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Mqtt;

/// <summary>Reads MQTT and manipulates some of the messages. What it cannot read (TLS, other protocols) is passed on unchanged.</summary>
internal sealed class MqttProxy(MqttFault fault, Tally tally, long seed, TimeProvider time) : IProxy
{
    /// <summary>The first byte of every client's first packet (3.1.1).</summary>
    private const byte Connect = MqttPacket.ConnectType << 4;

    /// <summary>The first byte of a TLS handshake.</summary>
    private const byte Handshake = 0x16;

    private readonly TcpProxy _plain = TcpProxy.Plain(time);
    private long _connections;

    public async Task ServeAsync(Socket client, Dial? onward, CancellationToken stop)
    {
        if (onward is null)
        {
            // A fault measures itself, and applies to every message.
            await CarryAsync(client, new ProbeBroker(time).ConnectAsync, new Tally(new Choice(), seed: 0), stop);
            return;
        }
        var first = new byte[1];
        int count;
        try
        {
            count = await client.ReceiveAsync(first, SocketFlags.Peek, stop);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            client.Reset();
            return;
        }
        if (count > 0 && first[0] == Connect)
        {
            await CarryAsync(client, onward, tally, stop);
            return;
        }
        // Whoever says nothing at all only looked whether the port is open.
        if (count > 0 && first[0] == Handshake) tally.CountTls();
        else if (count > 0) tally.CountOther();
        await _plain.ServeAsync(client, onward, stop);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task CarryAsync(Socket client, Dial onward, Tally counted, CancellationToken stop)
    {
        var number = Interlocked.Increment(ref _connections);
        if (await onward.TryAsync(stop) is not { } server)
        {
            client.Reset();
            return;
        }
        (client.NoDelay, server.NoDelay) = (true, true);
        using PacketWriter toClient = new(client), toServer = new(server);
        var (published, delivered) = (new OwnIds(), new OwnIds());
        bool IsChosen(MqttPacket packet) => fault.Matches(packet) && counted.Take();
        MessageLane Lane(bool isFor, PacketWriter back, OwnIds own, OwnIds others, string way) => new(
            isFor ? fault.Effect : null, IsChosen, counted, back, own, others, SeededRandom.Derive(seed, $"{number}/{way}"), time);
        var inward = Lane(fault.Published, toClient, published, delivered, "in");
        var outward = Lane(fault.Delivered, toServer, delivered, published, "out");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<LaneEnd>[] lanes =
        [
            EndAsync(inward.RunAsync(new(client), toServer, over.Token), server),
            EndAsync(outward.RunAsync(new(server), toClient, over.Token), client),
        ];
        // An end that has sent everything may still receive; one that is gone may not.
        if (await await Task.WhenAny(lanes) == LaneEnd.Broken) await over.CancelAsync();
        var ends = await Task.WhenAll(lanes);
        if (ends.Contains(LaneEnd.Broken) || stop.IsCancellationRequested)
        {
            client.Reset();
            server.Reset();
        }
        client.Dispose();
        server.Dispose();
    }

    private static async Task<LaneEnd> EndAsync(Task<LaneEnd> lane, Socket to)
    {
        try
        {
            var end = await lane;
            to.EndSending();
            return end;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return LaneEnd.Broken;
        }
    }
}
