using System.Net.Sockets;
using System.Threading.Channels;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt.Effects;
using ChaosService.Proxies.Mqtt.Packets;
using ChaosService.Proxies.Tcp.Lanes;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Proxies.Mqtt;

/// <summary>One direction of one connection: passes packets on, and does to chosen messages what the fault says.</summary>
/// <param name="effect">Null: this direction passes unchanged.</param>
/// <param name="isChosen">Whether a message is one of those that it is done to. Counts it.</param>
/// <param name="back">Writes to the end that this lane reads from.</param>
/// <param name="own">The proxy's messages on this lane, acknowledged on the other one.</param>
/// <param name="others">Those on the other lane, acknowledged on this one.</param>
internal sealed class MessageLane(
    MqttEffect? effect, Func<MqttPacket, bool> isChosen, Tally tally, PacketWriter back, OwnIds own, OwnIds others, SeededRandom random,
    TimeProvider time)
{
    /// <summary>Then the sender is blocked.</summary>
    private const int WaitingMax = 10_000;

    private readonly Channel<(DateTimeOffset Due, byte[] Packet)> _late =
        Channel.CreateBounded<(DateTimeOffset, byte[])>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private readonly List<byte[]> _group = [];
    private readonly Lock _gate = new();

    public async Task<LaneEnd> RunAsync(PacketReader from, PacketWriter to, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = SendLateAsync(to, either);
        try
        {
            while (await from.ReadAsync(either.Token) is { } packet) await CarryAsync(packet, to, either.Token);
            return LaneEnd.Said;
        }
        finally
        {
            _late.Writer.Complete();
            await either.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask CarryAsync(MqttPacket packet, PacketWriter to, CancellationToken stop)
    {
        if (packet.Acknowledges is { } id && others.Release(id)) return;
        if (effect is null || !isChosen(packet))
        {
            await to.WriteAsync(packet.Bytes, stop);
            return;
        }
        await AffectAsync(packet, to, stop);
        tally.CountMet();
    }

    private async ValueTask AffectAsync(MqttPacket message, PacketWriter to, CancellationToken stop)
    {
        switch (effect)
        {
            case DropEffect:
                if (message.Id is { } id) await back.WriteAsync(MqttPacket.Acknowledge(id), stop);
                break;
            case DelayEffect { Delay: var delay }:
                await _late.Writer.WriteAsync((time.GetUtcNow() + delay, message.Bytes), stop);
                break;
            case DuplicateEffect { Copies: var copies }:
                await to.WriteAsync(message.Bytes, stop);
                for (var i = 0; i < copies; i++)
                    await to.WriteAsync(message.Id is null ? message.Bytes : message.WithId(own.Take()), stop);
                break;
            case ReorderEffect { Group: var size }:
                await GroupAsync(message.Bytes, size, to, stop);
                break;
        }
    }

    private async Task SendLateAsync(PacketWriter to, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var (due, packet) in _late.Reader.ReadAllAsync(stop.Token))
            {
                await Pace.UntilAsync(due, time, stop.Token);
                await to.WriteAsync(packet, stop.Token);
            }
        }
        catch (SocketException)
        {
            // The receiver is gone: the reading side must not wait for room in the queue.
            await stop.CancelAsync();
        }
    }

    private async ValueTask GroupAsync(byte[] message, int size, PacketWriter to, CancellationToken stop)
    {
        byte[][] whole = [];
        lock (_gate)
        {
            _group.Add(message);
            if (_group.Count == 1) _ = SendGroupLaterAsync(message, to, stop);
            if (_group.Count == size) whole = TakeGroup();
        }
        foreach (var packet in whole) await to.WriteAsync(packet, stop);
    }

    private async Task SendGroupLaterAsync(byte[] first, PacketWriter to, CancellationToken stop)
    {
        try
        {
            await Task.Delay(ReorderEffect.Patience, time, stop);
            byte[][] some = [];
            lock (_gate)
                if (_group.Contains(first))
                    some = TakeGroup();
            foreach (var packet in some) await to.WriteAsync(packet, stop);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The connection is over, and its lanes say so.
        }
    }

    /// <summary>Never in the order in which they came: the first changes places with another one.</summary>
    private byte[][] TakeGroup()
    {
        var group = _group.ToArray();
        _group.Clear();
        if (group.Length < 2) return group;
        random.Shuffle(group.AsSpan(1));
        var other = 1 + random.Next(group.Length - 1);
        (group[0], group[other]) = (group[other], group[0]);
        return group;
    }
}
