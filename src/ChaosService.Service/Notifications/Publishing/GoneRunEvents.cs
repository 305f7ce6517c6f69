using ChaosService.Engine.Store.Notifications;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Runs;
using ChaosService.Service.Notifications.Delivery;

namespace ChaosService.Service.Notifications.Publishing;

/// <summary>
/// Notifies of the runs of instances that are gone and may never come back: any one of the instances with receivers does it.
/// </summary>
internal sealed class GoneRunEvents(SharedRuns shared, IRunStore store, NotificationOutbox outbox, Notifier notifier, RunEvents events)
{
    /// <summary>By one caller, again and again.</summary>
    public void Tell()
    {
        if (!notifier.Any) return;
        foreach (var id in shared.Untold())
        {
            // Promised here before it is nobody's there: this instance may end in between.
            outbox.PromiseAsync(id).GetAwaiter().GetResult();
            if (shared.TakeTelling(id) && store.Find(id) is { } run) events.Ended(run, result: null);
            else outbox.KeepPromiseAsync(id).GetAwaiter().GetResult();
        }
    }
}
