using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Publishing;
using ChaosService.Service.Queue;
using ChaosService.Service.Recovering;
using ChaosService.Service.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Service.Notifications;

internal static class NotificationsRegistration
{
    /// <summary>Needs the parts of the service's runs and schedules in the same collection, and recovery before it.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection parts) => parts
        .AddSingleton<NotificationOutbox>()
        .AddSingleton<Sender>()
        .AddSingleton<Notifier>()
        .AddSingleton<NotificationDesk>()
        .AddSingleton<NotificationHealth>()
        .AddSingleton<ServiceLink>()
        .AddSingleton<EventFactory>()
        .AddSingleton<StuckFaults>()
        .AddSingleton<RunEvents>()
        .AddSingleton<IRecoveryObserver, RecoveryEvents>()
        .AddSingleton<IRunObserver>(p => p.GetRequiredService<RunEvents>())
        .AddSingleton<IFiringObserver, FiringEvents>()
        .AddHostedService(p => p.GetRequiredService<Notifier>())
        .AddHostedService<PromisedEnds>();
}
