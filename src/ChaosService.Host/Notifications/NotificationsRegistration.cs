using ChaosService.Engine.Store;
using ChaosService.Host.Notifications.Delivery;
using ChaosService.Host.Notifications.Events;
using ChaosService.Host.Scheduling;
using ChaosService.Host.Service;
using ChaosService.Host.Service.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Host.Notifications;

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
