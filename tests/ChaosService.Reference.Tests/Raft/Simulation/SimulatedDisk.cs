using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>Holds what was forced to it. Of what was written without that, a loss of power leaves as much as chance will have it.</summary>
internal sealed class SimulatedDisk(Membership initial)
{
    private readonly Queue<Persist> _written = [];
    private long _term;
    private uint? _vote;
    private Snapshot _snapshot = Snapshot.Initial(initial);
    private List<Entry> _entries = [];

    public void Write(Persist effect)
    {
        _written.Enqueue(effect);
        if (!effect.IsForced) return;
        while (_written.TryDequeue(out var next)) Store(next);
    }

    public void LosePower(Random random)
    {
        for (var left = random.Next(_written.Count + 1); left > 0; left--) Store(_written.Dequeue());
        _written.Clear();
    }

    public PersistentState Read() => new(_term, _vote, _snapshot, [.. _entries]);

    private void Store(Persist effect)
    {
        switch (effect)
        {
            case PersistTerm term:
                (_term, _vote) = (term.Term, term.Vote);
                break;
            case PersistEntries { Entries: var entries }:
                _entries.RemoveAll(e => e.Index >= entries[0].Index);
                _entries.AddRange(entries);
                break;
            case PersistSnapshot { Snapshot: var snapshot } persist:
                _entries = persist.KeepsLaterEntries ? _entries.FindAll(e => e.Index > snapshot.Index) : [];
                _snapshot = snapshot;
                break;
            default:
                throw new NotSupportedException(effect.ToString());
        }
    }
}
