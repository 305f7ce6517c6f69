using System.Data.Common;
using ChaosService.Model.Experiments;
using Quartz;

namespace ChaosService.Host.Scheduling;

/// <summary>What Quartz executes when a schedule is due.</summary>
internal sealed class FiringJob(Firings firings, FiringLog log, Jitter jitter, TimeProvider time) : IJob
{
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

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
        var wait = due + jitter.Of(experiment, due, spec.Jitter) - now;
        try
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            await FireAsync(experiment, spec.Concurrency, ScheduleTrigger.FiringKey(context.Trigger, due), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            firings.Record(experiment, FiringOutcome.Skipped, null, "paused, removed or shut down before its jitter was over");
        }
    }

    /// <summary>A shared store that is away for a moment does not cost a firing: the same key gets one run however often it is tried.</summary>
    private async Task FireAsync(string experiment, Concurrency concurrency, string key, CancellationToken stop)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            try
            {
                await firings.FireAsync(experiment, concurrency, key, stop);
                return;
            }
            catch (DbException) when (log.Shared && time.GetElapsedTime(started) < ScheduleTrigger.Grace)
            {
                await Task.Delay(StoreRetry, time, stop);
            }
        }
    }
}
