using System.Data.Common;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;
using ChaosService.Service.Queue;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Publishing;

/// <summary>Notifies of runs: their start, their end, and the events in between.</summary>
internal sealed class RunEvents(
    Notifier notifier, EventFactory events, StuckFaults stuck, NotificationOutbox outbox, ServiceOptions options, TimeProvider time,
    ILogger<RunEvents> log) : IRunObserver
{
    public IRunListener? Started(StoredRun run, Plan plan)
    {
        if (!notifier.Any) return null;
        _ = WriteAsync(() => outbox.PromiseAsync(run.Id));
        if (notifier.Wants(EventTypes.RunBegun)) _ = notifier.PublishAsync(events.RunBegun(run));
        return new RunEar(run, plan, options.Notifications.FirstViolation, notifier, events, stuck, time);
    }

    public void Ended(StoredRun run, RunResult? result)
    {
        if (notifier.Any) _ = TellAsync(events.RunEnded(run, result), run.Id);
    }

    /// <summary>The end of a run that an earlier process of the service recorded but did not send.</summary>
    public Task MakeUpForAsync(StoredRun run) => TellAsync(events.RunEnded(run, result: null), run.Id);

    public Task ForgetAsync(string runId) => WriteAsync(() => outbox.KeepPromiseAsync(runId));

    private async Task TellAsync(Notification ended, string runId)
    {
        if (await notifier.PublishAsync(ended)) await ForgetAsync(runId);
    }

    private async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (DbException e)
        {
            // A promise that is missing costs an event only when the process ends in the wrong moment; one too many is told twice.
            log.OutboxNotWritten(e.Message);
        }
    }
}
