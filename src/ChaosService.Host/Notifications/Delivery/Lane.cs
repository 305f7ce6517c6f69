using System.Data.Common;
using System.Threading.Channels;
using ChaosService.Engine.Store;
using ChaosService.Host.Notifications.Receivers;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Notifications.Delivery;

/// <summary>
/// Sends one receiver what it is to be told, one after another in the order of events. Each receiver has two: what is urgent does not wait for what the
/// receiver would not take before.
/// </summary>
internal sealed class Lane(Receiver receiver, bool urgent, NotificationOutbox outbox, Sender sender, RetryRules rules, ReceiverState state, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan ReadAgain = TimeSpan.FromSeconds(5);
    private static readonly Answer WasGone = new(AnswerKind.Gone, "the receiver answered 410 Gone before; a test or sending again tries it anew");

    private readonly UnwrittenEvents _unwritten = new();

    /// <summary>One signal is enough: whoever reads it looks for all there is.</summary>
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The last that was taken up in this life: a row is never taken up twice, also when what became of it could not be written.</summary>
    private long _after;

    /// <summary>There is something to send, or may be.</summary>
    private volatile bool _awake;

    /// <summary>It waits for the next attempt, whatever comes meanwhile.</summary>
    private volatile bool _resting;

    /// <summary>Does it send, or is it about to? Not while it waits for the next attempt.</summary>
    public bool Busy => _awake && !_resting;

    /// <summary>There is something new to send.</summary>
    public void Wake()
    {
        _awake = true;
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Sends an event from memory, because it could not be stored.</summary>
    public void Keep(OutboxItem item)
    {
        if (_unwritten.Add(item) is { } lost)
        {
            state.Lose();
            log.NotificationLost(receiver.Name, lost.EventId);
        }
        Wake();
    }

    /// <summary>Until it is told to stop; what is not delivered then stays in the outbox.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            var item = await NextAsync(stop);
            if (item.Seq > 0) _after = item.Seq;
            try
            {
                await DeliverAsync(new Delivering(item), stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // One that this build cannot read costs the receiver this one alone, and the service nothing.
                log.NotificationDead(receiver.Name, item.EventId, item.Type, e.Message);
                await WriteAsync(item with { State = DeliveryState.Dead, Reason = $"a fault in ChaosService itself: {e.GetType().Name}" });
            }
        }
    }

    private async Task<OutboxItem> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            if ((_unwritten.Take() ?? await ReadAsync(stop)) is { } next) return next;
            _awake = false;
            await _signal.Reader.ReadAsync(stop);
            _awake = true;
        }
    }

    private async Task<OutboxItem?> ReadAsync(CancellationToken stop)
    {
        try
        {
            return outbox.Next(receiver.Name, urgent, _after);
        }
        catch (DbException e)
        {
            log.OutboxNotRead(e.Message);
            await Task.Delay(ReadAgain, time, stop);
            Wake();
            return null;
        }
    }

    private async Task DeliverAsync(Delivering delivering, CancellationToken stop)
    {
        var answer = state.Gone && !urgent ? WasGone : await rules.TryAsync(delivering, token => SendAsync(delivering, token), a => FailedAsync(delivering, a), stop);
        _resting = false;
        if (answer.Kind == AnswerKind.Delivered)
        {
            state.Delivered(time.GetUtcNow());
            log.NotificationDelivered(receiver.Name, delivering.Item.EventId, delivering.Item.Type, delivering.Attempts);
            await WriteAsync(Item(delivering, DeliveryState.Delivered) with { Reason = null });
            return;
        }
        state.Failed(answer);
        delivering.Reason = answer.Reason;
        log.NotificationDead(receiver.Name, delivering.Item.EventId, delivering.Item.Type, answer.Reason!);
        await WriteAsync(Item(delivering, DeliveryState.Dead));
    }

    private async ValueTask<Answer> SendAsync(Delivering delivering, CancellationToken stop)
    {
        _resting = false;
        return await sender.SendAsync(receiver, delivering.Event, stop);
    }

    private async ValueTask FailedAsync(Delivering delivering, Answer answer)
    {
        state.Failed(answer);
        delivering.Reason = answer.Reason;
        log.NotificationFailed(receiver.Name, delivering.Item.EventId, delivering.Attempts, answer.Reason!);
        await WriteAsync(Item(delivering, DeliveryState.Waiting));
        _resting = true;
    }

    private OutboxItem Item(Delivering delivering, DeliveryState to) =>
        delivering.Item with { State = to, Attempts = delivering.Attempts, Reason = delivering.Reason, ChangedAt = time.GetUtcNow() };

    /// <summary>What was sent from memory is stored when it became a dead letter: perhaps there is room again.</summary>
    private async Task WriteAsync(OutboxItem item)
    {
        try
        {
            if (item.Seq > 0) await outbox.UpdateAsync(item);
            else if (item.State == DeliveryState.Dead) await outbox.AddAsync(item);
        }
        catch (DbException e)
        {
            // It goes on: after a restart it is tried again, which a receiver tells by the event's id.
            log.OutboxNotWritten(e.Message);
            if (item is { Seq: 0, State: DeliveryState.Dead }) state.Lose();
        }
    }
}
