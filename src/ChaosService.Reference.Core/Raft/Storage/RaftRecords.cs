using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Wal;

namespace ChaosService.Reference.Core.Raft.Storage;

/// <summary>Converts a server's persistent state to and from records of a write-ahead log.</summary>
internal static class RaftRecords
{
    /// <summary>The start of a new file is split, so that no record is long.</summary>
    private const int EntriesPerRecordMax = 64;

    private const byte Term = 1;
    private const byte Entries = 2;

    /// <summary>A snapshot that replaces the entries up to its index.</summary>
    private const byte Compaction = 3;

    /// <summary>A snapshot that replaces the whole log.</summary>
    private const byte Installation = 4;

    /// <remarks>A snapshot's data is not in its record: the host writes it to a file, and fsyncs that, first.</remarks>
    public static WalRecord Write(Persist effect)
    {
        var to = new ByteWriter();
        var kind = effect switch
        {
            PersistTerm term => Write(to, term),
            PersistEntries entries => Write(to, entries.Entries),
            PersistSnapshot snapshot => Write(to, snapshot),
            _ => throw new NotSupportedException(effect.GetType().Name),
        };
        return new(kind, to.ToArray());
    }

    /// <summary>
    /// All of a server's persistent state, in as few records as possible: a new log file begins with these. The file counts only once it is
    /// complete: it is written under another name, fsynced, and renamed.
    /// </summary>
    public static IEnumerable<WalRecord> Write(PersistentState state)
    {
        yield return Write(new PersistTerm(state.Term, state.Vote, IsForced: true));
        yield return Write(new PersistSnapshot(state.Snapshot, KeepsLaterEntries: false, IsForced: true));
        foreach (var entries in state.Entries.Chunk(EntriesPerRecordMax)) yield return Write(new PersistEntries(entries, IsForced: true));
    }

    /// <summary>Applies one record to the state read from the records before it.</summary>
    /// <exception cref="FormatException">The record is of no known kind, or does not follow the previous ones.</exception>
    public static void Read(WalRecord record, RecoveredLog log)
    {
        var from = new ByteReader(record.Payload);
        switch (record.Kind)
        {
            case Term:
                log.Adopt(from.Number(), from.OptionalValue(from.Id));
                break;
            case Entries:
                log.Append(ReadEntries(from));
                break;
            case Compaction or Installation:
                log.Mark(ReadMark(from), keepsLaterEntries: record.Kind == Compaction);
                break;
            default:
                throw from.Damaged($"{record.Kind} is no kind of record of a Raft log");
        }
        from.End();
    }

    private static byte Write(ByteWriter to, PersistTerm term)
    {
        to.Number(term.Term).Optional(term.Vote, v => to.Count(v));
        return Term;
    }

    /// <summary>Indexes are consecutive, so the first is enough.</summary>
    private static byte Write(ByteWriter to, IReadOnlyList<Entry> entries)
    {
        to.Number(entries[0].Index).List(entries, entry =>
            to.Number(entry.Term).Bytes(entry.Command.Span).Optional(entry.Membership, m => Write(to, m)));
        return Entries;
    }

    private static byte Write(ByteWriter to, PersistSnapshot persist)
    {
        var mark = SnapshotMark.Of(persist.Snapshot);
        Write(to.Number(mark.Index).Number(mark.Term), mark.Membership).Number(mark.Length).Count(mark.Checksum);
        return persist.KeepsLaterEntries ? Compaction : Installation;
    }

    private static ByteWriter Write(ByteWriter to, Membership membership) =>
        to.List(membership.Voters, v => to.Count(v)).List(membership.Learners, l => to.Count(l));

    private static List<Entry> ReadEntries(ByteReader from)
    {
        var next = from.Number();
        return from.List(() => new Entry(next++, from.Number(), from.Bytes(), from.Optional(() => ReadMembership(from))));
    }

    private static SnapshotMark ReadMark(ByteReader from) =>
        new(from.Number(), from.Number(), ReadMembership(from), from.Number(), from.Id());

    private static Membership ReadMembership(ByteReader from) => new([.. from.List(from.Id)], [.. from.List(from.Id)]);
}
