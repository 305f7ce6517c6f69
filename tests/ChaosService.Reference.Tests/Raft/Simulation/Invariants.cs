using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>Sees everything that any server does, at once, and says when something is not as Raft promises.</summary>
internal sealed class Invariants(IWorkload workload)
{
    private readonly Dictionary<long, uint> _leaders = [];
    private readonly Dictionary<(long Index, long Term), (long? PrevTerm, Entry Entry)> _entries = [];
    private readonly List<(Entry Entry, long InTerm, StateMachine After)> _committed = [];

    public long CommittedCount => _committed.Count;

    public Coverage Coverage { get; } = new();

    public int Elections => _leaders.Count;

    public void Elected(RaftNode node)
    {
        if (!_leaders.TryAdd(node.Term, node.Id))
            throw new ViolationException(
                Invariant.ElectionSafety, $"{node.Id} and {_leaders[node.Term]} were elected in term {node.Term}.");
        for (var index = node.Log.Snapshot.Index + 1; index <= _committed.Count; index++)
        {
            var (entry, inTerm, _) = _committed[(int)index - 1];
            if (inTerm < node.Term && node.Log.TermAt(index) != entry.Term)
                throw new ViolationException(
                    Invariant.LeaderCompleteness,
                    $"{node.Id}, elected in term {node.Term}, lacks entry {index} of term {entry.Term}, committed in term {inTerm}.");
        }
    }

    /// <summary>An index and a term name one entry and one predecessor: by induction, all before it.</summary>
    public void Persisted(RaftNode node, IReadOnlyList<Entry> entries)
    {
        var prevTerm = node.Log.TermAt(entries[0].Index - 1);
        foreach (var entry in entries)
        {
            var known = _entries.TryAdd((entry.Index, entry.Term), (prevTerm, entry)) ? default : _entries[(entry.Index, entry.Term)];
            if (known.Entry is not null && (known.PrevTerm != prevTerm || !known.Entry.Command.Span.SequenceEqual(entry.Command.Span)))
                throw new ViolationException(Invariant.LogMatching, $"{node.Id} has another entry {entry.Index} of term {entry.Term}.");
            prevTerm = entry.Term;
        }
    }

    /// <param name="after">The server's state machine with the entry.</param>
    public void Applied(RaftNode node, Entry entry, StateMachine after)
    {
        if (entry.Index == _committed.Count + 1)
        {
            _committed.Add((entry, node.Term, after));
            workload.Committed(entry, after);
            if (entry.Membership is not null) Coverage.MembershipsCommitted++;
            return;
        }
        Agree(node, entry.Index, after);
    }

    /// <summary>The server's state machine is at this index.</summary>
    public void Agree(RaftNode node, long index, StateMachine state)
    {
        if (index == 0) return;
        if (index > _committed.Count || _committed[(int)index - 1].After != state)
            throw new ViolationException(Invariant.StateMachineSafety, $"{node.Id} applied something else at entry {index}.");
    }
}
