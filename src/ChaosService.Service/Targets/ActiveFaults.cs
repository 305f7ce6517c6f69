using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Service.Queue;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Targets;

/// <summary>
/// The active faults, and their revert. A fault of a run that is active here is ended by that run, which knows what it did;
/// any other by the recipe in the journal.
/// </summary>
internal sealed class ActiveFaults(IFaultJournal journal, Leftovers leftovers, RunQueue queue, TimeProvider time)
{
    private const string TargetId = "target";

    /// <summary>How long a run gets to revert on its own before its recipe is carried out anyway.</summary>
    private static readonly TimeSpan OwnLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Faults, not the targets that runs brought up.</summary>
    public IReadOnlyList<ActiveFault> List() => [.. Entries().Select(Wire.Active)];

    /// <summary>Null when there is no such fault.</summary>
    public async Task<RevertReply?> EndAsync(string runId, string id, CancellationToken stop) =>
        Entries().FirstOrDefault(e => e.RunId == runId && e.Id == id) is { } entry ? await EndAsync(entry, stop) : null;

    public Task<RevertReply[]> EndAllAsync(CancellationToken stop) => Task.WhenAll(Entries().Select(e => EndAsync(e, stop)));

    private IEnumerable<JournalEntry> Entries() => journal.Entries().Where(e => e.Id != TargetId);

    private async Task<RevertReply> EndAsync(JournalEntry entry, CancellationToken stop)
    {
        if (entry.Owner == Processes.Current && queue.Find(entry.RunId) is { } run)
        {
            run.Prepared.Control.EndFault(entry.Id);
            if (await GoneAsync(entry, stop)) return new RevertReply(entry.RunId, entry.Id, entry.Recipe.Description, null);
        }
        var result = await leftovers.RevertAsync(entry, stop);
        return new RevertReply(entry.RunId, entry.Id, entry.Recipe.Description, result.Error);
    }

    private async Task<bool> GoneAsync(JournalEntry entry, CancellationToken stop)
    {
        for (var started = time.GetTimestamp(); time.GetElapsedTime(started) < OwnLimit;)
        {
            if (!Entries().Any(e => e.RunId == entry.RunId && e.Id == entry.Id)) return true;
            await Task.Delay(PollInterval, time, stop);
        }
        return false;
    }
}
