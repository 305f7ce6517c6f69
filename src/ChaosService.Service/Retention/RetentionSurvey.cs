using System.Collections.Concurrent;
using ChaosService.Engine.Retention;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Runs;
using ChaosService.Service.Queue;

namespace ChaosService.Service.Retention;

/// <summary>
/// Looks at every stored run of this instance: the files of others are not here. What cannot change once a run is over is looked at once.
/// Thread-safe.
/// </summary>
internal sealed class RetentionSurvey(
    IRunStore store, RunPins pins, RunDeletions deletions, IFaultJournal journal, RunQueue queue, RunDirectories directories,
    Database database)
{
    private const int PageSize = 1000;

    private readonly ConcurrentDictionary<string, (long Bytes, bool HasHistory)> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _violations = new(StringComparer.Ordinal);

    /// <summary>The oldest first, without those that are on their way out.</summary>
    public IReadOnlyList<StoredFacts> Look()
    {
        var leaving = deletions.Marked().Select(m => m.RunId).ToHashSet(StringComparer.Ordinal);
        var pinned = pins.All();
        var broken = journal.Entries().Select(e => e.RunId).ToHashSet(StringComparer.Ordinal);
        List<StoredFacts> facts = [.. Stored().Where(r => r.Instance == database.Instance && !leaving.Contains(r.Id))
            .Select(r => Facts(r, pinned.Contains(r.Id), broken.Contains(r.Id)))];
        facts.Reverse();
        Forget(facts);
        var open = RetentionPolicy.ShowingOpenViolations(facts).Select(f => f.Run.Id).ToHashSet(StringComparer.Ordinal);
        return [
            .. facts.Select(f => open.Contains(f.Run.Id) ? f with { Violations = _violations.GetOrAdd(f.Run.Id, store.Violations) } : f),
        ];
    }

    private StoredFacts Facts(StoredRun run, bool pinned, bool broken)
    {
        var (bytes, hasHistory) = run.Over ? _files.GetOrAdd(run.Id, _ => Files(run)) : (0, false);
        var hold = queue.Find(run.Id) is not null ? "it is just ending"
            : broken ? "a fault of it is still in force"
            : directories.Refuses(run.Id, run.Directory);
        return new StoredFacts(run) { Bytes = bytes, HasHistory = hasHistory, Pinned = pinned, Hold = hold };
    }

    private static (long Bytes, bool HasHistory) Files(StoredRun run) =>
        (RunDirectories.BytesOf(run.Directory), File.Exists(RunDirectory.At(run.Directory).History));

    private IEnumerable<StoredRun> Stored()
    {
        RunPage page;
        for (string? cursor = null; ; cursor = page.Next)
        {
            page = store.List(new RunFilter(), cursor, PageSize);
            foreach (var run in page.Runs) yield return run;
            if (page.Next is null) yield break;
        }
    }

    private void Forget(IReadOnlyList<StoredFacts> there)
    {
        if (_files.Count <= there.Count + PageSize) return;
        var ids = there.Select(f => f.Run.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _files.Keys.Where(id => !ids.Contains(id)).ToList())
        {
            _files.TryRemove(gone, out _);
            _violations.TryRemove(gone, out _);
        }
    }
}
