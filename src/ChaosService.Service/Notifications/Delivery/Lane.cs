using System.Data.Common;
using System.Threading.Channels;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Receivers;
using ChaosService.Service.Options;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>
/// Sends one receiver its events: one at a time, those of an experiment in order, and those of others past one that it
/// does not accept. Each receiver has two lanes: urgent events do not wait for ordinary ones.
/// </summary>
internal sealed class Lane
{
    private static readonly TimeSpan ReadAgain = TimeSpan.FromSeconds(5);

    /// <summary>A timer has an end.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromHours(1);

    private static readonly Answer WasGone =
        new(AnswerKind.Gone, "the receiver answered 410 Gone before; a test, or sending it again, tries once more");

    private readonly Receiver _receiver;
    private readonly bool _urgent;
    private readonly TimeSpan _age;
    private readonly NotificationOutbox _outbox;
    private readonly Sender _sender;
    private readonly ReceiverState _state;
    private readonly RetryRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long _started;
    private readonly Aside _aside = new();
    private readonly UnwrittenEvents _unwritten = new();

    /// <summary>One signal is enough: its reader handles everything that waits.</summary>
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>
    /// The last that was taken up in this life: a row is never taken up twice, even when its result could not be written.
    /// </summary>
    private long _after;

    /// <summary>Until then, by the stopwatch, the receiver is paused.</summary>
    private TimeSpan _restsUntil;

    private volatile bool _awake;

    public Lane(
        Receiver receiver, bool urgent, NotificationOptions options, NotificationOutbox outbox, Sender sender, ReceiverState state,
        TimeProvider time, ILogger log)
    {
        (_receiver, _urgent, _age, _state) = (receiver, urgent, options.Age, state);
        (_outbox, _sender, _time, _log) = (outbox, sender, time, log);
        _rules = new RetryRules(options, urgent, time, _aside.AllDue);
        _started = time.GetTimestamp();
    }

    /// <summary>Whether it sends or is about to. False while it waits for the next attempt.</summary>
    public bool Busy => _awake;

    private TimeSpan Now => _time.GetElapsedTime(_started);

    private bool Resting => Now < _restsUntil;

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
            _state.Lose();
            _log.NotificationLost(_receiver.Name, lost.EventId);
        }
        Wake();
    }

    /// <summary>Runs until it is told to stop; undelivered events then stay in the outbox.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            if (_aside.Due(Now, Resting) is { } due) await AgainAsync(due, stop);
            else if (!Resting && _aside.HasRoom && await NewAsync(stop) is { } item) await TakeUpAsync(item, stop);
            else await WaitAsync(stop);
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        var until = new[] { Resting ? _restsUntil : null, _aside.NextDue(Resting), Now + WaitMax }.Min()!.Value;
        using var due = new CancellationTokenSource(until > Now ? until - Now : TimeSpan.Zero, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stop);
        _awake = false;
        try
        {
            await _signal.Reader.WaitToReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Something is due.
        }
        _awake = true;
        _signal.Reader.TryRead(out _);
    }

    private async Task<OutboxItem?> NewAsync(CancellationToken stop)
    {
        if (_unwritten.Take() is { } unwritten) return unwritten;
        var (_, item) = await ReadAsync(() => _outbox.Next(_receiver.Name, _urgent, _after), stop);
        if (item is not null) _after = item.Seq;
        return item;
    }

    private async Task<(bool Answered, OutboxItem? Item)> ReadAsync(Func<OutboxItem?> read, CancellationToken stop)
    {
        try
        {
            return (true, read());
        }
        catch (DbException e)
        {
            _log.OutboxNotRead(e.Message);
            _awake = false;
            await Task.Delay(ReadAgain, _time, stop);
            Wake();
            return (false, null);
        }
    }

    private Task TakeUpAsync(OutboxItem item, CancellationToken stop) => GuardAsync(
        item, order: null,
        async () =>
        {
            var delivering = Take(item);
            if (item.Seq > 0 && _unwritten.WasDelivered(item.EventId)) await WriteAsync(Item(delivering, DeliveryState.Delivered));
            else if (!_aside.Joins(delivering)) await AttemptAsync(delivering, stop);
        },
        stop);

    private async Task AgainAsync(Aside.Waiting due, CancellationToken stop)
    {
        if (due.Head is { } head)
        {
            await GuardAsync(head.Item, due.Order, () => AttemptAsync(head, stop), stop);
            return;
        }
        var (answered, item) = await ReadAsync(() => _outbox.Find(due.HeadSeq), stop);
        if (!answered) return;
        if (item is { State: DeliveryState.Waiting }) await GuardAsync(item, due.Order, () => AttemptAsync(Take(item), stop), stop);
        // Given up, or forgotten, while it waited.
        else _aside.Done(due.Order);
    }

    /// <summary>If this build cannot read an event, the receiver loses only this one.</summary>
    private async Task GuardAsync(OutboxItem item, string? order, Func<Task> attempt, CancellationToken stop)
    {
        try
        {
            await attempt();
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            _log.NotificationDead(_receiver.Name, item.EventId, item.Type, e.Message);
            await WriteAsync(item with { State = DeliveryState.Dead, Reason = $"a fault in ChaosService itself: {e.GetType().Name}" });
            if (order is not null) _aside.Done(order);
        }
    }

    private Delivering Take(OutboxItem item) => new(item, Now + (item.Since + _age - _time.GetUtcNow()));

    private async Task AttemptAsync(Delivering delivering, CancellationToken stop)
    {
        var answer = _state.Gone && !_urgent ? WasGone
            : delivering.ExpiresAt <= Now ? _rules.TooOld(delivering)
            : await _rules.TryAsync(token => SendAsync(delivering, token), stop);
        switch (answer.Kind)
        {
            case AnswerKind.Delivered:
                await DeliveredAsync(delivering);
                break;
            case AnswerKind.NotAsked:
                _restsUntil = Now + answer.RetryAfter!.Value;
                _aside.Put(delivering, _restsUntil);
                break;
            case AnswerKind.Failed when delivering.ExpiresAt > Now && !_rules.GivesUp(delivering):
                await FailedAsync(delivering, answer);
                break;
            default:
                await DiedAsync(delivering, answer);
                break;
        }
    }

    private ValueTask<Answer> SendAsync(Delivering delivering, CancellationToken stop)
    {
        delivering.Attempts++;
        return new ValueTask<Answer>(_sender.SendAsync(_receiver, delivering.Event, stop));
    }

    private async Task DeliveredAsync(Delivering delivering)
    {
        _state.Delivered(_time.GetUtcNow());
        _log.NotificationDelivered(_receiver.Name, delivering.Item.EventId, delivering.Item.Type, delivering.Attempts);
        if (delivering.Item.Seq == 0) _unwritten.Delivered(delivering.Item.EventId);
        await WriteAsync(Item(delivering, DeliveryState.Delivered) with { Reason = null });
        _aside.Done(delivering.Order);
    }

    private async Task FailedAsync(Delivering delivering, Answer answer)
    {
        _state.Failed(answer);
        delivering.Reason = answer.Reason;
        _log.NotificationFailed(_receiver.Name, delivering.Item.EventId, delivering.Attempts, answer.Reason!);
        await WriteAsync(Item(delivering, DeliveryState.Waiting));
        var due = Now + _rules.Pause(delivering, answer);
        _aside.Put(delivering, due < delivering.ExpiresAt ? due : delivering.ExpiresAt);
        if (_rules.RestAfter(answer) is { Ticks: > 0 } rest) _restsUntil = Now + rest;
    }

    private async Task DiedAsync(Delivering delivering, Answer answer)
    {
        _state.Failed(answer);
        delivering.Reason = answer.Reason;
        _log.NotificationDead(_receiver.Name, delivering.Item.EventId, delivering.Item.Type, answer.Reason!);
        await WriteAsync(Item(delivering, DeliveryState.Dead));
        _aside.Done(delivering.Order);
    }

    private OutboxItem Item(Delivering delivering, DeliveryState to) =>
        delivering.Item with { State = to, Attempts = delivering.Attempts, Reason = delivering.Reason, ChangedAt = _time.GetUtcNow() };

    /// <summary>What was sent from memory is stored when it became a dead letter: perhaps there is room again.</summary>
    private async Task WriteAsync(OutboxItem item)
    {
        try
        {
            if (item.Seq > 0) await _outbox.UpdateAsync(item);
            else if (item.State == DeliveryState.Dead) await _outbox.AddAsync(item);
        }
        catch (DbException e)
        {
            // It goes on: after a restart it is tried again, which a receiver tells by the event's id.
            _log.OutboxNotWritten(e.Message);
            if (item is { Seq: 0, State: DeliveryState.Dead }) _state.Lose();
        }
    }
}
