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
            while (await CarryNextAsync(from, to, either.Token)) { }
            // Messages that wait still arrive, and then the end does.
            await to.WriteAsync(TakeGroup(), either.Token);
            _late.Writer.Complete();
            await sending;
            return LaneEnd.Said;
        }
        finally
        {
            _late.Writer.TryComplete();
            await either.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>False: the sender has sent everything.</summary>
    private async ValueTask<bool> CarryNextAsync(PacketReader from, PacketWriter to, CancellationToken stop)
    {
        if (await from.ReadAsync(stop) is { } packet) await CarryAsync(packet, to, stop);
        else if (from.HasUnread) await to.PassAsync(from, stop);
        else return false;
        return true;
    }

    private async ValueTask CarryAsync(MqttPacket packet, PacketWriter to, CancellationToken stop)
    {
        if (packet.Acknowledges is { } id && others.Release(id)) return;
        if (packet.Type == MqttPacket.DisconnectType) await LeaveAsync(packet.Bytes, to, stop);
        else if (effect is not null && isChosen(packet)) await AffectAsync(packet, to, stop);
        else await to.WriteAsync(packet.Bytes, stop);
    }

    /// <summary>After a goodbye nothing more is taken: it does not overtake messages that wait.</summary>
    private async ValueTask LeaveAsync(byte[] goodbye, PacketWriter to, CancellationToken stop)
    {
        if (effect is DelayEffect) await _late.Writer.WriteAsync((time.GetUtcNow(), goodbye), stop);
        else await to.WriteAsync([.. TakeGroup(), goodbye], stop);
    }

    private async ValueTask AffectAsync(MqttPacket message, PacketWriter to, CancellationToken stop)
    {
        switch (effect)
        {
            case DropEffect:
                if (message.Id is { } id) await back.WriteAsync(NewPacket.Acknowledge(id), stop);
                tally.CountMet();
                break;
            case DelayEffect { Delay: var delay }:
                await _late.Writer.WriteAsync((time.GetUtcNow() + delay, message.Bytes), stop);
                tally.CountMet();
                break;
            case DuplicateEffect { Copies: var copies }:
                await to.WriteAsync(message.Bytes, stop);
                for (var i = 0; i < copies; i++)
                    await to.WriteAsync(message.Id is null ? message.Bytes : message.WithId(own.Take()), stop);
                tally.CountMet();
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
            throw;
        }
    }

    private async ValueTask GroupAsync(byte[] message, int size, PacketWriter to, CancellationToken stop)
    {
        var isWhole = false;
        lock (_gate)
        {
            _group.Add(message);
            if (_group.Count == 1) _ = SendGroupLaterAsync(message, to, stop);
            isWhole = _group.Count == size;
        }
        if (isWhole) await to.WriteAsync(TakeGroup(), stop);
    }

    private async Task SendGroupLaterAsync(byte[] first, PacketWriter to, CancellationToken stop)
    {
        try
        {
            await Task.Delay(ReorderEffect.Patience, time, stop);
            await to.WriteAsync(TakeGroup(first), stop);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The connection is over, and its lanes say so.
        }
    }

    /// <summary>Never in the order in which they came: the first changes places with another one. A message alone is only late.</summary>
    /// <param name="first">Only the group that begins with it; null: any.</param>
    private byte[][] TakeGroup(byte[]? first = null)
    {
        lock (_gate)
        {
            if (first is not null && _group.FirstOrDefault() != first) return [];
            var group = _group.ToArray();
            _group.Clear();
            if (group.Length < 2) return group;
            random.Shuffle(group.AsSpan(1));
            var other = 1 + random.Next(group.Length - 1);
            (group[0], group[other]) = (group[other], group[0]);
            foreach (var _ in group) tally.CountMet();
            return group;
        }
    }
}
