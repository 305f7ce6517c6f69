using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Telemetry.Metrics.Instruments;

/// <summary>Deliveries that are pending, and those that were given up.</summary>
internal sealed class NotificationMetrics
{
    public NotificationMetrics(ServiceMeter meter, Notifier notifier, NotificationOutbox outbox) => meter.Gauges(
        "chaosservice.notifications", "{notification}", "Notifications that are not delivered, by receiver: waiting, or dead letters.",
        () => from lanes in notifier.Receivers
              from state in new[] { DeliveryState.Waiting, DeliveryState.Dead }
              select ((double)outbox.Count(lanes.Receiver.Name, state)).With(
                  ("receiver", lanes.Receiver.Name), ("state", Measured.Word(state))));
}
