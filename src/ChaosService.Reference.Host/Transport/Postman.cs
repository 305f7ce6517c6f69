using System.Collections.Concurrent;
using System.Threading.Channels;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Wire;
using Grpc.Core;

namespace ChaosService.Reference.Host.Transport;

/// <summary>
/// Sends Raft's messages to other nodes: one call at a time to each, with all messages queued meanwhile. A failed call loses
/// its messages, which Raft tolerates.
/// </summary>
/// <param name="address">This node's address, for nodes that do not know it yet.</param>
internal sealed class Postman(string address, RpcChannels channels, NodeMetrics metrics, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The queue for one node. When it is full, the oldest messages are dropped: they are the least useful.</summary>
    private const int WaitingMax = 4096;

    private const int BytesAtOnceMax = 4 << 20;

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<uint, (Channel<Message> Box, Task Sending)> _boxes = [];
    private readonly CancellationTokenSource _stop = new();

    public void Send(GroupId group, Core.Raft.Messages.Message message) =>
        _boxes.GetOrAdd(message.To, Open).Box.Writer.TryWrite(message.ToWire(group));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_boxes.Values.Select(b => b.Sending));
        _stop.Dispose();
    }

    private (Channel<Message> Box, Task Sending) Open(uint node)
    {
        var box = Channel.CreateBounded<Message>(
            new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest },
            _ => metrics.MessagesFailed.WithLabels($"{node}").Inc());
        return (box, Task.Run(() => EmptyAsync(node, box.Reader)));
    }

    private async Task EmptyAsync(uint node, ChannelReader<Message> box)
    {
        try
        {
            var queued = metrics.MessagesQueued.WithLabels($"{node}");
            while (await box.WaitToReadAsync(_stop.Token))
            {
                queued.Set(box.Count);
                await DeliverAsync(node, TakeWhatFits(box));
            }
        }
        catch (OperationCanceledException)
        {
            // The node ends, and unsent messages are lost.
        }
    }

    private Delivery TakeWhatFits(ChannelReader<Message> box)
    {
        var delivery = new Delivery { FromAddress = address };
        for (var bytes = 0; bytes < BytesAtOnceMax && box.TryRead(out var message); bytes += message.CalculateSize())
            delivery.Messages.Add(message);
        return delivery;
    }

    private async Task DeliverAsync(uint node, Delivery delivery)
    {
        using var timeout = new CancellationTokenSource(CallLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            await new Protos.Raft.RaftClient(channels.To(node)).DeliverAsync(delivery, cancellationToken: either.Token);
            metrics.MessagesSent.WithLabels($"{node}").Inc(delivery.Messages.Count);
        }
        catch (Exception error) when (error is RpcException or UnknownNodeException && !_stop.IsCancellationRequested)
        {
            metrics.MessagesFailed.WithLabels($"{node}").Inc(delivery.Messages.Count);
        }
        catch (RpcException)
        {
            // The node ends during a call.
        }
    }
}
