using ChaosService.Engine.Store.Postgres;
using ChaosService.Host.Notifications.Events;
using ChaosService.Host.Service;
using ChaosService.Host.Service.Events;
using ChaosService.Host.Service.Options;
using ChaosService.Host.Service.Queue;
using ChaosService.Host.Service.Suites;
using ChaosService.Model.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Cluster;

/// <summary>What an instance does for the others, and because of them, with every beat.</summary>
internal sealed class Duties(
    Instances instances, SharedRuns shared, SharedJournal journals, SharedClaims claims, AuditCopies audit, PostgresDatabase database,
    IFaultJournal journal, IRunStore store, RunQueue queue, SuiteRuns suites, RunsElsewhere elsewhere, SuitesElsewhere suitesElsewhere,
    GoneRunEvents gone, Halting halting, StoreOptions options, TimeProvider time, ILogger<Duties> log) : BackgroundService
{
    /// <summary>A halt elsewhere is in force here after this long at most.</summary>
    private static readonly TimeSpan IntervalMax = TimeSpan.FromSeconds(1);

    /// <summary>What was not done because the store did not allow it; null when all was.</summary>
    public string? Trouble { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Lease / 6 < IntervalMax ? options.Lease / 6 : IntervalMax;
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await RoundAsync(stoppingToken);
    }

    private async Task RoundAsync(CancellationToken stop)
    {
        try
        {
            await halting.FollowAsync(stop);
            await Task.Run(Round, stop);
            Trouble = null;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The next round does what this one did not: each looks at how things stand, not at what changed.
            Trouble = $"the shared store cannot be looked after: {e.Message}";
            log.DutiesNotDone(e.Message);
        }
    }

    private void Round()
    {
        foreach (var (runId, reason) in shared.AskedToAbort()) queue.Abort(runId, reason);
        foreach (var name in instances.BuryTheDead()) log.InstanceIsGone(name);
        foreach (var id in store.EndUnfinished(time.GetUtcNow()))
        {
            log.RunOfGoneInstance(id);
            shared.LeaveToTell(id);
        }
        suites.EndUnfinished();
        var going = shared.GoingOn();
        EndUnknown([.. going.Where(r => r.Instance == database.Instance)]);
        elsewhere.Update([.. going.Where(r => r.Instance != database.Instance)]);
        suitesElsewhere.Update();
        claims.GiveBackLate();
        journals.Mirror(journal.Entries());
        audit.Write();
        gone.Tell();
    }

    /// <summary>A run that the store took although it could not say so any more: nobody here knows of it.</summary>
    private void EndUnknown(IReadOnlyList<StoredRun> own)
    {
        foreach (var run in own.Where(r => queue.Find(r.Id) is null))
            // Only if it is not over by now: the look came before the question.
            store.UpdateUnfinishedAsync(run with
            {
                State = RunState.Interrupted,
                Reason = "the shared store was lost while the run was accepted; trigger it again",
                EndedAt = time.GetUtcNow(),
            }).GetAwaiter().GetResult();
    }
}
