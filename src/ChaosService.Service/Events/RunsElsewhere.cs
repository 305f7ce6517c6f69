using ChaosService.Contracts;
using ChaosService.Model.Runs;
using ChaosService.Service.Replies;

namespace ChaosService.Service.Events;

/// <summary>
/// Runs in other instances: when they were accepted, began and ended. Other events come only from the instance that has
/// them. Thread-safe.
/// </summary>
internal sealed class RunsElsewhere(IRunStore store, ServiceEvents service)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Followed<StoredRun>> _runs = new(StringComparer.Ordinal);

    /// <summary>Updates the current state; called again and again by one caller.</summary>
    /// <param name="goingOn">All runs in other instances.</param>
    public void Update(IReadOnlyList<StoredRun> goingOn)
    {
        foreach (var run in goingOn) Change(Follow(run), run);
        var going = goingOn.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        List<Followed<StoredRun>> left;
        lock (_gate) left = [.. _runs.Values.Where(f => !going.Contains(f.Last.Id))];
        // Not over: its instance is gone, and somebody will end it.
        foreach (var followed in left)
        {
            var run = store.Find(followed.Last.Id) ?? followed.Last with { State = RunState.Interrupted, Reason = "it was deleted" };
            if (run.Over) End(followed, run);
        }
    }

    /// <summary>A run in another instance, from its state now to its end. It may already be over.</summary>
    public Followed<StoredRun> Of(StoredRun run)
    {
        if (store.Find(run.Id) is not { Over: true } over) return Follow(run);
        var ended = new Followed<StoredRun>(over, Wire.Run, RunEventTypes.State, RunEventTypes.End);
        ended.End(over);
        return ended;
    }

    private Followed<StoredRun> Follow(StoredRun run)
    {
        Followed<StoredRun> followed;
        lock (_gate)
        {
            if (_runs.TryGetValue(run.Id, out var known)) return known;
            followed = _runs[run.Id] = new Followed<StoredRun>(run, Wire.Run, RunEventTypes.State, RunEventTypes.End);
        }
        service.Changed(run);
        return followed;
    }

    private void Change(Followed<StoredRun> followed, StoredRun run)
    {
        if (run.State == followed.Last.State) return;
        followed.Change(run);
        service.Changed(run);
    }

    private void End(Followed<StoredRun> followed, StoredRun run)
    {
        lock (_gate) _runs.Remove(run.Id);
        followed.End(run);
        service.Changed(run);
    }
}
