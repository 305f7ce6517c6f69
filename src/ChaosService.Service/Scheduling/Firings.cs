using System.Data.Common;
using ChaosService.Engine.Store.Firings;
using ChaosService.Model.Experiments;
using ChaosService.Service.Triggers;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Scheduling;

/// <summary>Fires a schedule, and keeps the outcome.</summary>
internal sealed class Firings(
    IRunTrigger runs, FiringLog log, IEnumerable<IFiringObserver> observers, TimeProvider time, ILogger<Firings> logger)
{
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    /// <param name="idempotencyKey">Names this one firing, so that it starts one run however often it is tried; null: by hand.</param>
    public async Task<TriggerResult> FireAsync(string experiment, Concurrency concurrency, string? idempotencyKey, CancellationToken stop)
    {
        var request = new TriggerRequest(experiment, Seed: null, Overrides: [], $"schedule {experiment}", concurrency, idempotencyKey);
        TriggerResult result;
        try
        {
            result = await TriggerAsync(request, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Record(experiment, FiringOutcome.Failed, null, e.Message);
            throw;
        }
        Record(experiment, OutcomeOf(result.Status), result.RunId, result.Message);
        return result;
    }

    public void Record(string experiment, FiringOutcome outcome, string? runId, string? detail)
    {
        if (outcome == FiringOutcome.Started) logger.ScheduleFired(experiment, runId ?? "?");
        else logger.ScheduleDidNotFire(experiment, outcome, detail ?? "no reason given");
        var firing = new Firing(time.GetUtcNow(), outcome, runId, detail);
        foreach (var observer in observers) observer.Recorded(experiment, firing);
        log.Write(experiment, firing);
    }

    /// <summary>
    /// A shared store that is away for a moment does not cost a firing: the same key gets one run however often it is tried.
    /// </summary>
    private async Task<TriggerResult> TriggerAsync(TriggerRequest request, CancellationToken stop)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            try
            {
                return await runs.TriggerAsync(request, stop);
            }
            catch (DbException)
                when (log.Shared && request.IdempotencyKey is not null && time.GetElapsedTime(started) < ScheduleTrigger.Grace)
            {
                await Task.Delay(StoreRetry, time, stop);
            }
        }
    }

    private static FiringOutcome OutcomeOf(TriggerStatus status) => status switch
    {
        TriggerStatus.Accepted => FiringOutcome.Started,
        TriggerStatus.TargetBusy or TriggerStatus.QueueFull or TriggerStatus.Halted => FiringOutcome.Skipped,
        _ => FiringOutcome.Failed,
    };
}
