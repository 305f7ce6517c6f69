using ChaosService.Reference.Core.Raft.Members;

namespace ChaosService.Reference.Core.Raft.Log;

/// <summary>A snapshot and the entries after it, with the memberships in them.</summary>
internal sealed class RaftLog
{
    private readonly List<Entry> _entries = [];

    /// <summary>The snapshot's membership and those in the entries, each with the index from which it applies.</summary>
    private readonly List<(long Index, Membership Membership)> _memberships = [];

    public RaftLog(Snapshot snapshot, IEnumerable<Entry> entries)
    {
        Snapshot = snapshot;
        _memberships.Add((snapshot.Index, snapshot.Membership));
        foreach (var entry in entries) Append(entry);
    }

    public Snapshot Snapshot { get; private set; }

    public long LastIndex => Snapshot.Index + _entries.Count;

    public long LastTerm => _entries.Count > 0 ? _entries[^1].Term : Snapshot.Term;

    /// <summary>The latest membership in the log, committed or not (thesis, 4.1).</summary>
    public Membership Membership => _memberships[^1].Membership;

    public long MembershipIndex => _memberships[^1].Index;

    public Entry this[long index] => _entries[Offset(index)];

    /// <summary>Null when there is no entry, either not yet or no longer.</summary>
    public long? TermAt(long index) =>
        index == Snapshot.Index ? Snapshot.Term
        : index > Snapshot.Index && index <= LastIndex ? _entries[Offset(index)].Term
        : null;

    /// <summary>At most <paramref name="count"/> entries from an index on.</summary>
    public IReadOnlyList<Entry> Slice(long from, int count)
    {
        var length = (int)Math.Min(count, LastIndex - from + 1);
        return length <= 0 ? [] : _entries.GetRange(Offset(from), length);
    }

    /// <summary>Whether another log with this last entry contains everything that this one may have committed (thesis, 3.6.1).</summary>
    public bool IsUpToDate(long lastIndex, long lastTerm) =>
        lastTerm > LastTerm || (lastTerm == LastTerm && lastIndex >= LastIndex);

    public void Append(Entry entry)
    {
        if (entry.Index != LastIndex + 1) throw new ArgumentException($"Entry {entry.Index} does not follow {LastIndex}.", nameof(entry));
        _entries.Add(entry);
        if (entry.Membership is { } membership) _memberships.Add((entry.Index, membership));
    }

    /// <summary>Removes the entries from an index on, and their memberships.</summary>
    public void TruncateFrom(long index)
    {
        if (index > LastIndex) return;
        _entries.RemoveRange(Offset(index), (int)(LastIndex - index + 1));
        _memberships.RemoveAll(m => m.Index >= index && m.Index > Snapshot.Index);
    }

    /// <summary>The first index of the run of entries that have the same term as the entry at <paramref name="index"/>.</summary>
    public long FirstOfTermAt(long index)
    {
        var term = TermAt(index);
        while (index > Snapshot.Index + 1 && TermAt(index - 1) == term) index--;
        return index;
    }

    /// <summary>The last index with this term, or null when there is none.</summary>
    public long? LastOfTerm(long term)
    {
        for (var index = LastIndex; index > Snapshot.Index; index--)
        {
            if (TermAt(index) == term) return index;
            if (TermAt(index) < term) return null;
        }
        return Snapshot.Term == term ? Snapshot.Index : null;
    }

    public Membership MembershipAt(long index) => _memberships.FindLast(m => m.Index <= index).Membership;

    /// <summary>Every membership that applies at an index or comes after it.</summary>
    public IEnumerable<Membership> MembershipsSince(long index) =>
        _memberships.Where(m => m.Index > index).Select(m => m.Membership).Prepend(MembershipAt(index));

    /// <summary>Replaces the entries up to a snapshot's index with the snapshot; later entries stay.</summary>
    public void Compact(Snapshot snapshot)
    {
        _entries.RemoveRange(0, (int)(snapshot.Index - Snapshot.Index));
        _memberships.RemoveAll(m => m.Index <= snapshot.Index);
        _memberships.Insert(0, (snapshot.Index, snapshot.Membership));
        Snapshot = snapshot;
    }

    /// <summary>Replaces the whole log with a snapshot.</summary>
    public void Reset(Snapshot snapshot)
    {
        _entries.Clear();
        _memberships.Clear();
        _memberships.Add((snapshot.Index, snapshot.Membership));
        Snapshot = snapshot;
    }

    private int Offset(long index) => (int)(index - Snapshot.Index - 1);
}
