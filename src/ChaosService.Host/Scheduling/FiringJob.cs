using Quartz;

namespace ChaosService.Host.Scheduling;

/// <summary>What Quartz executes when a schedule is due.</summary>
internal sealed class FiringJob(Firings firings, Jitter jitter, TimeProvider time) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var experiment = context.Trigger.Key.Name;
        var spec = ScheduleTrigger.SpecOf(context.Trigger);
        var now = time.GetUtcNow();
        // A missed firing is made up for at once, whatever the calendar says of now.
        if (context.Calendar?.IsTimeIncluded(now) == false)
        {
            firings.Record(experiment, FiringOutcome.Skipped, null, "a missed firing is not made up for in excluded time");
            return;
        }
        var due = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        var wait = due + jitter.Of(experiment, due, spec.Jitter) - now;
        try
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            await firings.FireAsync(experiment, spec.Concurrency, KeyOf(context.Trigger, due), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            firings.Record(experiment, FiringOutcome.Skipped, null, "paused, removed or shut down before its jitter was over");
        }
    }

    /// <summary>With the trigger's start: after the clock was set back, the same time of day is due a second time.</summary>
    private static string KeyOf(ITrigger trigger, DateTimeOffset due) => $"schedule {trigger.Key.Name} {due:O} since {trigger.StartTimeUtc:O}";
}
