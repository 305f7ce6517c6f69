using ChaosService.Contracts;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>For people: how it goes, what was not delivered, and sending it again.</summary>
internal sealed class NotificationDesk(
    Notifier notifier, NotificationOutbox outbox, EventFactory events, Sender sender, ServiceOptions options, TimeProvider time)
{
    private readonly RetryRules _once = new(options.Notifications, urgent: true, time, recovered: () => { });

    public IReadOnlyList<ReceiverReply> Receivers() => [.. notifier.Receivers.Select(Reply)];

    public IReadOnlyList<DeliveryReply> Deliveries(string? receiver, DeliveryState? state, int limit) =>
        [.. outbox.List(receiver, state, limit).Select(Reply)];

    public bool Knows(string receiver) => notifier.Receivers.Any(r => r.Receiver.Name == receiver);

    public OutboxItem? Find(long id) => outbox.Find(id);

    /// <summary>A dead letter waits again, behind the waiting events.</summary>
    public async Task ResendAsync(OutboxItem dead)
    {
        await outbox.ResendAsync(dead.Seq, time.GetUtcNow());
        notifier.Wake(dead.Receiver);
    }

    /// <param name="receiver">Null: those of all.</param>
    public async Task<int> ResendAllAsync(string? receiver)
    {
        // In the order in which they happened.
        var dead = outbox.List(receiver, DeliveryState.Dead, int.MaxValue).Where(d => Knows(d.Receiver)).Reverse().ToList();
        foreach (var item in dead) await ResendAsync(item);
        return dead.Count;
    }

    public Task DeleteAsync(OutboxItem dead) => outbox.DeleteAsync(dead.Seq);

    /// <summary>Sends one event now, ahead of the queue, and returns the result. Nothing is stored.</summary>
    public async Task<TestReply> TestAsync(string receiver, CancellationToken stop)
    {
        var lanes = notifier.Receivers.First(r => r.Receiver.Name == receiver);
        var test = events.Test(receiver);
        var answer = await _once.OnceAsync(async token => await sender.SendAsync(lanes.Receiver, test, token), stop);
        if (answer.Kind == AnswerKind.Delivered) lanes.State.Delivered(time.GetUtcNow());
        return new TestReply(receiver, answer.Kind == AnswerKind.Delivered, answer.Reason);
    }

    private ReceiverReply Reply(ReceiverLanes lanes)
    {
        var (receiver, (delivered, trouble, lost)) = (lanes.Receiver, lanes.State.Read());
        return new ReceiverReply(
            receiver.Name, receiver.Kind, receiver.Host, receiver.Types, outbox.Count(receiver.Name, DeliveryState.Waiting),
            outbox.Count(
                receiver.Name, DeliveryState.Delivered), outbox.Count(receiver.Name, DeliveryState.Dead), lost, delivered, trouble);
    }

    private static DeliveryReply Reply(OutboxItem item)
    {
        var data = Notification.Of(item.Document).Data;
        return new DeliveryReply(
            item.Seq, item.EventId, item.Type, item.Receiver, Wire.Word(item.State), item.Attempts, item.Reason, item.Since, item.ChangedAt,
            data.Summary, data.Link);
    }
}
