using System.Data.Common;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Model.Runs;
using ChaosService.Service.Notifications.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Publishing;

/// <summary>
/// Notifies of the ends of runs that an earlier process of the service missed: it was killed between the end of a run and the
/// notification. Begins after recovery, which ends unfinished runs.
/// </summary>
internal sealed class PromisedEnds(NotificationOutbox outbox, IRunStore store, Notifier notifier, RunEvents runs, ILogger<PromisedEnds> log)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!notifier.Any) return;
        try
        {
            foreach (var id in outbox.Promises())
            {
                if (store.Find(id) is not { } run) await runs.ForgetAsync(id);
                else if (run.Over) await runs.MakeUpForAsync(run);
            }
        }
        catch (DbException e)
        {
            // A start with a broken disk must not fail for want of notifications: the promises are still there at the next.
            log.OutboxNotRead(e.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
