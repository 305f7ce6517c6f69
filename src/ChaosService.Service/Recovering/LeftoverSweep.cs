using ChaosService.Engine.Journal;
using ChaosService.Engine.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Service.Logging;
using ChaosService.Service.Queue;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Recovering;

/// <summary>One round of reverting leftovers: faults in the journal, and marks on the container engine.</summary>
internal sealed class LeftoverSweep(
    Leftovers leftovers, TargetHolds holds, IRunStore store, RunQueue queue, IEnumerable<IRecoveryObserver> observers,
    ILogger<LeftoverSweep> log)
{
    /// <summary>What could not be reverted yet; null when nothing is left.</summary>
    public string? Trouble { get; private set; }

    /// <summary>
    /// Removes marks of targets that nobody holds. An engine that does not answer has no run that could be in the way of another.
    /// </summary>
    public async Task ForgetMarksAsync(CancellationToken stop)
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

    /// <summary>Carries out the fault journal's entries of past processes and runs.</summary>
    public async Task RevertAsync(CancellationToken stop)
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

    /// <summary>The engine was gone when its run tried. What waits for the store is over, too: no revert waits for that.</summary>
    private bool IsOfEndedRun(JournalEntry entry) =>
        entry.Owner == Processes.Current && (queue.Find(entry.RunId)?.Record ?? store.Find(entry.RunId)) is { Over: true };
}
