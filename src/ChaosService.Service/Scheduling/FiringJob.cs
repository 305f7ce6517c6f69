using ChaosService.Engine.Store.Firings;
using Quartz;

namespace ChaosService.Service.Scheduling;

/// <summary>What Quartz executes when a schedule is due.</summary>
internal sealed class FiringJob(Firings firings, Jitter jitter, TimeProvider time) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var experiment = ScheduleTrigger.NameOf(context.Trigger);
        var spec = ScheduleTrigger.SpecOf(context.Trigger);
        var now = time.GetUtcNow();
        // A missed firing is made up for at once, whatever the calendar says of now.
        if (context.Calendar?.IsTimeIncluded(now) == false)
        {
            firings.Record(experiment, FiringOutcome.Skipped, null, "a missed firing is not made up for in excluded time");
            return;
        }
        var due = ScheduleTrigger.DueOf(context);
        // Quartz computes it when it begins to look in that hour: after a missed firing, say.
        if (new FireTimes(spec).IsSecondComing(due)) return;
        var wait = due + jitter.Of(experiment, due, spec.Jitter) - now;
        try
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            await firings.FireAsync(experiment, spec.Concurrency, ScheduleTrigger.FiringKey(context.Trigger, due), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            firings.Record(experiment, FiringOutcome.Skipped, null, "paused, removed or shut down before its jitter was over");
        }
    }
}
