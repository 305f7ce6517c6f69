using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Experiments;
using ChaosService.Service.Triggers;
using Microsoft.Extensions.Logging;
using Quartz;

namespace ChaosService.Service.Scheduling;

/// <summary>
/// The schedules of applied experiments, each under its experiment's name. They are stored on disk, with their pauses, and fire from the
/// start of the host to its end; all of this works before and after it, too.
/// </summary>
internal sealed class Schedules(
    ISchedulerFactory schedulers, Firings firings, FiringLog log, Jitter jitter, TimeProvider time, ILogger<Schedules> logger)
    : IDisposable
{
    /// <summary>How many firings ahead are shown.</summary>
    public const int NextCount = 5;

    /// <summary>A schedule is a job, a trigger and a calendar: nobody changes one while another is between two of them.</summary>
    private readonly SemaphoreSlim _change = new(1, 1);

    /// <summary>
    /// Keeps this schedule from now on, replacing an earlier one. The same spec again changes nothing: neither the rhythm of an
    /// interval nor a pause. A changed spec keeps a pause unless <c>paused</c> is what was changed. A schedule that is over is
    /// not kept.
    /// </summary>
    public Task ApplyAsync(string experiment, ScheduleSpec spec, CancellationToken cancellationToken) => ChangeAsync(async scheduler =>
    {
        var known = await scheduler.GetTrigger(
            ScheduleTrigger.KeyOf(experiment), cancellationToken) is { } trigger ? ScheduleTrigger.SpecOf(trigger) : null;
        if (known is not null && SpecJson.Write(known) == SpecJson.Write(spec)) return true;
        var paused = known?.Paused == spec.Paused ? await IsPausedAsync(scheduler, experiment, cancellationToken) : spec.Paused;
        return await StoreAsync(scheduler, experiment, spec, paused, cancellationToken);
    }, cancellationToken);

    /// <summary>False when there is no such schedule. Runs that it started go on.</summary>
    public Task<bool> RemoveAsync(string experiment, CancellationToken cancellationToken) =>
        ChangeAsync(scheduler => DeleteAsync(scheduler, experiment, cancellationToken), cancellationToken);

    /// <summary>All schedules, by name.</summary>
    public async Task<IReadOnlyList<ScheduleState>> ListAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var all = new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(ScheduleTrigger.Group), Take = PagedQuery.All };
        var headers = (await scheduler.QueryTriggers(all, cancellationToken)).Items.OrderBy(h => h.Key.Name, StringComparer.Ordinal);
        var last = log.Read();
        List<ScheduleState> states = [];
        foreach (var header in headers)
        {
            // Gone since the query: somebody removed it.
            if (await scheduler.GetTrigger(header.Key, cancellationToken) is not { } trigger) continue;
            var (name, spec, paused) = (header.Key.Name, ScheduleTrigger.SpecOf(trigger), header.State == TriggerState.Paused);
            var due = paused ? [] : ScheduleTrigger.Next(trigger, spec).Take(NextCount);
            states.Add(new ScheduleState(
                name, spec, ScheduleText.Of(spec), [
                    .. due.Select(d => d + jitter.Of(name, d, spec.Jitter)),
                ], last.GetValueOrDefault(name), paused));
        }
        return states;
    }

    /// <summary>
    /// Stops firing until resumed, even after a restart; a firing that waits for its jitter is cancelled. False when there is no such
    /// schedule.
    /// </summary>
    public Task<bool> PauseAsync(string experiment, CancellationToken cancellationToken) => ChangeAsync(async scheduler =>
    {
        await scheduler.PauseTrigger(ScheduleTrigger.KeyOf(experiment), cancellationToken);
        await scheduler.Interrupt(ScheduleTrigger.JobOf(experiment), cancellationToken);
        return await IsPausedAsync(scheduler, experiment, cancellationToken);
    }, cancellationToken);

    /// <summary>
    /// Fires again from its next time on: firings during the pause do not count as missed. False when there is no such schedule, or none
    /// any more.
    /// </summary>
    public Task<bool> ResumeAsync(string experiment, CancellationToken cancellationToken) => ChangeAsync(async scheduler =>
    {
        if (await scheduler.GetTrigger(ScheduleTrigger.KeyOf(experiment), cancellationToken) is not { } trigger) return false;
        return !await IsPausedAsync(scheduler, experiment, cancellationToken)
            || await StoreAsync(scheduler, experiment, ScheduleTrigger.SpecOf(trigger), paused: false, cancellationToken);
    }, cancellationToken);

    /// <summary>Fires once now, without jitter, paused or not, excluded or not. Null when there is no such schedule.</summary>
    public async Task<TriggerResult?> FireNowAsync(string experiment, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        return await scheduler.GetTrigger(ScheduleTrigger.KeyOf(experiment), cancellationToken) is { } trigger
            ? await firings.FireAsync(experiment, ScheduleTrigger.SpecOf(trigger).Concurrency, idempotencyKey: null, cancellationToken)
            : null;
    }

    /// <summary>Computes every schedule's next firing from now: the clock was set back, and what is due would lie far ahead.</summary>
    public Task RestartAsync(CancellationToken cancellationToken) => ChangeAsync(async scheduler =>
    {
        foreach (var key in await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(ScheduleTrigger.Group), cancellationToken))
        {
            if (await scheduler.GetTrigger(key, cancellationToken) is not { } trigger) continue;
            var paused = await IsPausedAsync(scheduler, key.Name, cancellationToken);
            await StoreAsync(scheduler, key.Name, ScheduleTrigger.SpecOf(trigger), paused, cancellationToken);
        }
        return true;
    }, cancellationToken);

    public void Dispose() => _change.Dispose();

    private async Task<bool> ChangeAsync(Func<IScheduler, Task<bool>> change, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken);
        try
        {
            return await change(await schedulers.GetScheduler(cancellationToken));
        }
        finally
        {
            _change.Release();
        }
    }

    private async Task<bool> DeleteAsync(IScheduler scheduler, string experiment, CancellationToken cancellationToken)
    {
        await scheduler.Interrupt(ScheduleTrigger.JobOf(experiment), cancellationToken);
        var deleted = await scheduler.DeleteJob(ScheduleTrigger.JobOf(experiment), cancellationToken);
        await scheduler.DeleteCalendar(experiment, cancellationToken);
        log.Forget(experiment);
        return deleted;
    }

    /// <summary>False when there is nothing left of the schedule to keep.</summary>
    private async Task<bool> StoreAsync(
        IScheduler scheduler, string experiment, ScheduleSpec spec, bool paused, CancellationToken cancellationToken)
    {
        if (ScheduleTrigger.Build(experiment, spec, time) is not { } trigger)
        {
            logger.ScheduleIsOver(experiment, ScheduleText.Of(spec));
            await DeleteAsync(scheduler, experiment, cancellationToken);
            return false;
        }
        await scheduler.AddCalendar(
            experiment, ScheduleTrigger.Exclusions(spec), new AddCalendarOptions { Replace = true }, cancellationToken);
        var job = JobBuilder.Create<FiringJob>().WithIdentity(ScheduleTrigger.JobOf(experiment)).RequestRecovery(log.Shared).Build();
        var options = new ScheduleJobOptions { Replace = true, Paused = paused };
        await scheduler.ScheduleJob(job, trigger, options, cancellationToken);
        return true;
    }

    private static async Task<bool> IsPausedAsync(IScheduler scheduler, string experiment, CancellationToken cancellationToken) =>
        await scheduler.GetTriggerState(ScheduleTrigger.KeyOf(experiment), cancellationToken) == TriggerState.Paused;
}
