using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;

namespace ChaosService.Reference.Core.Raft.Storage;

/// <summary>A server's persisted state, rebuilt from its records one after the other.</summary>
/// <param name="initial">The founding members, in case the records do not contain them.</param>
internal sealed class RecoveredLog(Membership initial)
{
    private readonly List<Entry> _entries = [];
    private long _term;
    private uint? _vote;
    private Membership _founders = initial;

    /// <summary>The latest snapshot; null if there is none.</summary>
    public SnapshotMark? Snapshot { get; private set; }

    private long SnapshotIndex => Snapshot?.Index ?? 0;

    public void Adopt(long term, uint? vote)
    {
        if (term < _term) throw new FormatException($"term {term} comes after term {_term}: the records are not in their order");
        (_term, _vote) = (term, vote);
    }

    public void Append(IReadOnlyList<Entry> entries)
    {
        if (entries.Count == 0) return;
        var (first, last) = (entries[0].Index, SnapshotIndex + _entries.Count);
        if (first <= SnapshotIndex || first > last + 1)
            throw new FormatException($"entry {first} does not follow the snapshot at {SnapshotIndex} and the log up to {last}");
        _entries.RemoveRange((int)(first - SnapshotIndex - 1), (int)(last - first + 1));
        _entries.AddRange(entries);
    }

    public void Mark(SnapshotMark snapshot, bool keepsLaterEntries)
    {
        var gone = snapshot.Index - SnapshotIndex;
        if (keepsLaterEntries && (gone < 0 || gone > _entries.Count))
            throw new FormatException($"the snapshot of entry {snapshot.Index} is not within the log, which begins after {SnapshotIndex}");
        _entries.RemoveRange(0, keepsLaterEntries ? (int)gone : _entries.Count);
        Snapshot = snapshot.Index == 0 ? null : snapshot;
        if (Snapshot is null) _founders = snapshot.Membership;
    }

    /// <param name="data">The host's data of <see cref="Snapshot"/>; empty when there is none.</param>
    /// <exception cref="FormatException">The data does not belong to the snapshot.</exception>
    public PersistentState ToState(ReadOnlyMemory<byte> data) =>
        new(_term, _vote, Snapshot?.With(data) ?? Raft.Log.Snapshot.Initial(_founders), [.. _entries]);
}
