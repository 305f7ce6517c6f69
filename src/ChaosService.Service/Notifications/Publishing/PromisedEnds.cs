using System.Data.Common;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Model.Runs;
using ChaosService.Service.Notifications.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Publishing;

/// <summary>
/// Tells of the ends of runs that an earlier life of the service did not get to: the process was killed between the end of a run and the
/// telling. Begins after recovery, which ends what was unfinished.
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
