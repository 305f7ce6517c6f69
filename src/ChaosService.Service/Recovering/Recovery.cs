using ChaosService.Engine.Journal;
using ChaosService.Engine.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Service.Conditions;
using ChaosService.Service.Logging;
using ChaosService.Service.Queue;
using ChaosService.Service.Stopping;
using ChaosService.Service.Suites;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Recovering;

/// <summary>
/// Reverts what an earlier life of the service left, before anything else, and what a run of this life could not revert; what cannot be
/// reverted is tried again and again.
/// </summary>
internal sealed class Recovery(
    Leftovers leftovers, TargetHolds holds, IRunStore store, RunQueue queue, SuiteRuns suites, Halting halting,
    IEnumerable<IRecoveryObserver> observers, TimeProvider time,
    ILogger<Recovery> log) : BackgroundService, ICondition
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>What could not be reverted yet; null when nothing is left.</summary>
    public string? Trouble { get; private set; }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await SweepAsync(cancellationToken);
        foreach (var id in store.EndUnfinished(time.GetUtcNow()))
        {
            log.RunInterrupted(id);
            foreach (var observer in observers) observer.Interrupted(store.Find(id)!);
        }
        suites.EndUnfinished();
        await halting.RestoreAsync();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            halting.Remember();
            await SweepAsync(stoppingToken);
            await SweepMarksAsync(stoppingToken);
        }
    }

    /// <summary>The engine was gone when its run tried. What waits for the store is over, too: no revert waits for that.</summary>
    private bool IsOfEndedRun(JournalEntry entry) =>
        entry.Owner == Processes.Current && (queue.Find(entry.RunId)?.Record ?? store.Find(entry.RunId)) is { Over: true };

    /// <summary>An engine that does not answer has no run that could be in the way of another.</summary>
    private async Task SweepMarksAsync(CancellationToken stop)
    {
        try
        {
            await holds.SweepAsync(stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // They are looked at again by the next sweep, and by whoever wants the target.
            log.MarksNotSwept(e.Message);
        }
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        try
        {
            LeftoverResult[] results = [.. await leftovers.RevertAsync(
                ofLivingToo: false, heldProject: null, stop), .. await leftovers.RevertAsync(IsOfEndedRun, stop)];
            var failed = results.Where(r => r.Error is not null)
                .Select(r => $"run {r.Entry.RunId} left {r.Entry.Id} on '{r.Entry.Project}', which cannot be reverted: {r.Error}");
            Trouble = string.Join("; ", failed) is { Length: > 0 } text ? text : null;
            foreach (var observer in observers) observer.Swept(results);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The sweep must outlive whatever is broken now: a full disk, an engine that is gone.
            Trouble = $"the fault journal cannot be worked through: {e.Message}";
        }
        if (Trouble is not null) log.LeftoversRemain(Trouble);
    }
}
