using System.Data.Common;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Receivers;
using ChaosService.Service.Options;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>
/// Notifies receivers of events. An event is stored before it is sent, each receiver has its own copy, and publishers do not wait for any
/// of it.
/// </summary>
internal sealed class Notifier : BackgroundService
{
    /// <summary>Of one receiver. More than an hour of a busy service; older events are dropped.</summary>
    public const int WaitingMax = 5000;

    /// <summary>Of one receiver.</summary>
    private const int DeadMax = 1000;

    /// <summary>Of one receiver: to look at, and to tell what was told already.</summary>
    private const int DeliveredMax = 1000;

    /// <summary>Looking for what is beyond the limits costs more than an event.</summary>
    private const int TrimEvery = 100;

    /// <summary>What is urgent is sent without being stored when that takes longer.</summary>
    internal static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(2);

    /// <summary>For what can be sent at once when the service stops. The rest is sent when it starts again.</summary>
    internal static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan FlushLook = TimeSpan.FromMilliseconds(20);

    private readonly NotificationOutbox _outbox;
    private readonly TimeProvider _time;
    private readonly ILogger<Notifier> _log;
    private int _writing;
    private int _published;

    public Notifier(ServiceOptions options, NotificationOutbox outbox, Sender sender, TimeProvider time, ILogger<Notifier> log)
    {
        (_outbox, _time, _log) = (outbox, time, log);
        Receivers = [.. options.Notifications.Receivers.Select(
            r => new ReceiverLanes(new Receiver(r.Key, r.Value), options.Notifications, outbox, sender, time, log))];
    }

    public IReadOnlyList<ReceiverLanes> Receivers { get; }

    /// <summary>Whether there is any receiver.</summary>
    public bool Any => Receivers.Count > 0;

    /// <summary>Whether any receiver may want events of the type. Otherwise they need not be written.</summary>
    public bool Wants(params ReadOnlySpan<string> types)
    {
        foreach (var receiver in Receivers)
            foreach (var type in types)
                if (receiver.Receiver.TakesType(type)) return true;
        return false;
    }

    /// <summary>Returns at once. The same event published twice is sent once.</summary>
    /// <returns>Completes when it is stored for all receivers, or is being sent from memory: then false.</returns>
    public async Task<bool> PublishAsync(Notification e)
    {
        // In the order of the calls: each is handed to the outbox before this method gives way for the first time.
        var stored = await Task.WhenAll(Receivers.Where(r => r.Receiver.Takes(e)).Select(r => PostAsync(r, e)));
        if (stored.Length > 0 && Interlocked.Add(ref _published, stored.Length) >= TrimEvery) await TrimAsync();
        return stored.All(s => s);
    }

    /// <summary>Looks for what waits already.</summary>
    public void Wake(string receiver)
    {
        foreach (var lanes in Receivers.Where(r => r.Receiver.Name == receiver))
        {
            lanes.State.TryAgain();
            lanes.Of(urgent: false).Wake();
            lanes.Of(urgent: true).Wake();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var started = _time.GetTimestamp(); (_writing > 0 || Receivers.Any(r => r.Busy))
                && _time.GetElapsedTime(started) < FlushLimit;)
                await Task.Delay(FlushLook, _time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop has no time left: what waits is in the outbox.
        }
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(Receivers.Select(r => r.RunAsync(stoppingToken)));
    }

    private async Task<bool> PostAsync(ReceiverLanes to, Notification e)
    {
        var now = _time.GetUtcNow();
        var item = new OutboxItem
        {
            EventId = e.Id, Receiver = to.Receiver.Name, Type = e.Type, Urgent = e.Always, Document = e.ToDocument(), Since = now,
            ChangedAt = now,
        };
        var lane = to.Of(e.Always);
        Interlocked.Increment(ref _writing);
        try
        {
            var written = _outbox.AddAsync(item);
            await (e.Always ? written.WaitAsync(WriteLimit, _time) : written);
            lane.Wake();
            return true;
        }
        catch (Exception trouble) when (trouble is DbException or TimeoutException)
        {
            _log.NotificationNotStored(to.Receiver.Name, e.Id, trouble.Message);
            lane.Keep(item);
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    private async Task TrimAsync()
    {
        Interlocked.Exchange(ref _published, 0);
        try
        {
            foreach (var receiver in Receivers.Select(r => r.Receiver.Name))
            {
                await _outbox.GiveUpAsync(receiver, WaitingMax, $"more than {WaitingMax} waited for this receiver", _time.GetUtcNow());
                await _outbox.ForgetAsync(receiver, DeliveryState.Dead, DeadMax);
                await _outbox.ForgetAsync(receiver, DeliveryState.Delivered, DeliveredMax);
            }
        }
        catch (DbException e)
        {
            // The limits hold again with the next pass.
            _log.OutboxNotWritten(e.Message);
        }
    }
}
