using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Receivers;
using ChaosService.Service.Options;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>A receiver and what sends to it. None waits for another.</summary>
internal sealed class ReceiverLanes
{
    private readonly Lane _ordinary;
    private readonly Lane _urgent;

    public ReceiverLanes(
        Receiver receiver, NotificationOptions options, NotificationOutbox outbox, Sender sender, TimeProvider time, ILogger log)
    {
        Receiver = receiver;
        _ordinary = Make(urgent: false);
        _urgent = Make(urgent: true);

        Lane Make(bool urgent) => new(receiver, urgent, options, outbox, sender, State, time, log);
    }

    public Receiver Receiver { get; }

    public ReceiverState State { get; } = new();

    public bool Busy => _ordinary.Busy || _urgent.Busy;

    public Lane Of(bool urgent) => urgent ? _urgent : _ordinary;

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_ordinary.RunAsync(stop), _urgent.RunAsync(stop));
}
