using ChaosService.Contracts;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Delivery;

namespace ChaosService.Web.Pages.Notifications;

/// <summary>The receivers of events; the failed deliveries, and the recent ones, the newest first.</summary>
public sealed record NotificationsModel(
    IReadOnlyList<ReceiverReply> Receivers, IReadOnlyList<DeliveryReply> Dead, IReadOnlyList<DeliveryReply> Latest)
{
    private const int DeadShown = 100;
    private const int LatestShown = 30;

    internal static NotificationsModel Of(NotificationDesk desk) =>
        new(desk.Receivers(), desk.Deliveries(null, DeliveryState.Dead, DeadShown), desk.Deliveries(null, null, LatestShown));
}
