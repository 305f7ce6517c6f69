using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Wal;
using ChaosService.Reference.Host.Protos;
using ChaosService.Reference.Host.Wire;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Disk;

/// <summary>Converts groups' persistent state to records, and back.</summary>
internal static class Records
{
    /// <summary>The most entries in one record, so that a record stays within its size limit even with large batches.</summary>
    private const int EntriesMax = 256;

    public static WalRecord Of(GroupId group, Persist effect) => effect switch
    {
        PersistTerm term => Term(group, term.Term, term.Vote),
        PersistEntries entries => Record(
            RecordKind.Entries, new EntriesRecord { Group = group.ToWire(), Entries = { entries.Entries.Select(e => e.ToWire()) } }),
        PersistSnapshot snapshot => Snapshot(group, snapshot.Snapshot, snapshot.KeepsLaterEntries),
        _ => throw new NotSupportedException(effect.GetType().Name),
    };

    /// <summary>The complete state of a group.</summary>
    public static IEnumerable<WalRecord> Of(GroupId group, PersistentState state)
    {
        yield return Snapshot(group, state.Snapshot, keepsLaterEntries: false);
        yield return Term(group, state.Term, state.Vote);
        foreach (var some in state.Entries.Chunk(EntriesMax)) yield return Of(group, new PersistEntries(some, IsForced: true));
    }

    public static WalRecord OfEnd(GroupId group) => Record(RecordKind.End, new EndRecord { Group = group.ToWire() });

    public static void Replay(WalRecord record, Dictionary<GroupId, PersistentState> groups)
    {
        switch ((RecordKind)record.Kind)
        {
            case RecordKind.Term when TermRecord.Parser.ParseFrom(record.Payload.Span) is var term:
                Change(term.Group, s => s with { Term = term.Term, Vote = term.HasVote ? term.Vote : null });
                break;
            case RecordKind.Entries when EntriesRecord.Parser.ParseFrom(record.Payload.Span) is var entries:
                Change(entries.Group, s => s.With([.. entries.Entries.Select(e => e.ToCore())]));
                break;
            case RecordKind.Snapshot when SnapshotRecord.Parser.ParseFrom(record.Payload.Span) is var snapshot:
                Change(snapshot.Group, s => s.With(snapshot.Snapshot.ToCore(), snapshot.KeepsLaterEntries));
                break;
            case RecordKind.End:
                groups.Remove(EndRecord.Parser.ParseFrom(record.Payload.Span).Group.ToCore());
                break;
            default:
                throw new InvalidDataException(
                    $"The write-ahead log has a record of kind {record.Kind}, which this version does not know: start the newer one.");
        }

        void Change(Group group, Func<PersistentState, PersistentState> change)
        {
            var id = group.ToCore();
            groups[id] = change(groups.GetValueOrDefault(id) ?? PersistentState.Initial(Core.Raft.Members.Membership.Empty));
        }
    }

    private static WalRecord Term(GroupId group, long term, uint? vote)
    {
        var record = new TermRecord { Group = group.ToWire(), Term = term };
        if (vote is { } candidate) record.Vote = candidate;
        return Record(RecordKind.Term, record);
    }

    private static WalRecord Snapshot(GroupId group, Core.Raft.Log.Snapshot snapshot, bool keepsLaterEntries) => Record(
        RecordKind.Snapshot,
        new SnapshotRecord { Group = group.ToWire(), Snapshot = snapshot.ToWire(), KeepsLaterEntries = keepsLaterEntries });

    private static WalRecord Record(RecordKind kind, IMessage message) => new((byte)kind, message.ToByteArray());
}
