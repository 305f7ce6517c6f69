using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Raft.Storage;
using ChaosService.Reference.Core.Wal;

namespace ChaosService.Reference.Tests.Raft.Storage;

public sealed class RaftRecordsTests
{
    private const ulong Segment = 3;
    private static readonly Membership Founders = Membership.Of(1, 2, 3);

    [Fact]
    public void Log_that_is_cut_anywhere_gives_the_state_after_its_last_whole_record()
    {
        var disk = new Written(seed: 1, count: 80);
        for (var cut = 0; cut <= disk.File.Length; cut++)
        {
            var read = WalRecovery.Of(disk.File.AsMemory(0, cut), Segment);

            AssertState(disk.After[disk.Ends.Count(e => e <= cut)], disk.Recover(read.Records));
        }
    }

    [Fact]
    public void Bit_that_flips_anywhere_never_gives_a_state_that_was_not_there()
    {
        var disk = new Written(seed: 2, count: 16);
        for (var bit = 0; bit < disk.File.Length * 8; bit++)
        {
            disk.File[bit / 8] ^= (byte)(1 << (bit % 8));
            var read = WalRecovery.Of(disk.File, Segment);
            AssertState(disk.After[disk.Ends.Count(e => e <= bit / 8)], disk.Recover(read.Records));
            disk.File[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void New_file_begins_with_all_that_there_is()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var disk = new Written(seed, count: 60);

            AssertState(disk.After[^1], disk.Recover(RaftRecords.Write(disk.After[^1])));
        }
    }

    [Fact]
    public void Payload_that_is_damaged_in_memory_is_a_clear_error_and_nothing_else()
    {
        var disk = new Written(seed: 4, count: 40);
        foreach (var record in WalRecovery.Of(disk.File, Segment).Records)
        {
            for (var cut = 0; cut < record.Payload.Length; cut++)
            {
                var cutOff = new WalRecord(record.Kind, record.Payload[..cut]);
                Assert.Throws<FormatException>(() => RaftRecords.Read(cutOff, new RecoveredLog(Founders)));
            }
        }
        Assert.Throws<FormatException>(() => RaftRecords.Read(new WalRecord(9, default), new RecoveredLog(Founders)));
    }

    [Fact]
    public void Snapshot_that_is_not_the_one_of_the_log_is_refused()
    {
        var mark = SnapshotMark.Of(new Snapshot(4, 2, Founders, new byte[] { 1, 2, 3 }));

        Assert.Equal(4, mark.With(new byte[] { 1, 2, 3 }).Index);
        Assert.Contains("the snapshot of entry 4", Assert.Throws<FormatException>(() => mark.With(new byte[] { 1, 2, 4 })).Message);
        Assert.Throws<FormatException>(() => mark.With(new byte[] { 1, 2 }));
    }

    [Fact]
    public void Entries_that_leave_a_gap_and_a_term_that_falls_are_refused()
    {
        var log = new RecoveredLog(Founders);
        log.Adopt(3, 1);

        Assert.Throws<FormatException>(() => log.Append([new Entry(2, 1, default)]));
        Assert.Throws<FormatException>(() => log.Adopt(2, null));
        Assert.Throws<FormatException>(() => log.Mark(SnapshotMark.Of(new Snapshot(1, 1, Founders, default)), keepsLaterEntries: true));
    }

    private static void AssertState(PersistentState expected, PersistentState actual)
    {
        Assert.Equal((expected.Term, expected.Vote), (actual.Term, actual.Vote));
        Assert.Equal(Text(expected.Snapshot), Text(actual.Snapshot));
        Assert.Equal(expected.Entries.Select(Text), actual.Entries.Select(Text));
    }

    private static string Text(Snapshot snapshot) =>
        $"{snapshot.Index} {snapshot.Term} {snapshot.Membership} {Convert.ToHexString(snapshot.Data.Span)}";

    private static string Text(Entry entry) => $"{entry.Index} {entry.Term} {Convert.ToHexString(entry.Command.Span)} {entry.Membership}";

    /// <summary>A log of random steps, and the state after each, by the plain rules.</summary>
    private sealed class Written
    {
        private readonly Dictionary<long, ReadOnlyMemory<byte>> _data = [];

        public Written(int seed, int count)
        {
            var (random, file, state) = (new Random(seed), new List<byte>(), PersistentState.Initial(Founders));
            After.Add(state);
            for (var i = 0; i < count; i++)
            {
                (var effect, state) = Step(random, state);
                if (effect is PersistSnapshot { Snapshot: var snapshot }) _data[snapshot.Index] = snapshot.Data;
                file.AddRange(WalFormat.Encode(RaftRecords.Write(effect), Segment, file.Count));
                Ends.Add(file.Count);
                After.Add(state);
            }
            File = [.. file];
        }

        public byte[] File { get; }

        public List<int> Ends { get; } = [];

        public List<PersistentState> After { get; } = [];

        public PersistentState Recover(IEnumerable<WalRecord> records)
        {
            var log = new RecoveredLog(Founders);
            foreach (var record in records) RaftRecords.Read(record, log);
            return log.ToState(log.Snapshot is { } mark ? _data[mark.Index] : default);
        }

        private static (Persist Effect, PersistentState After) Step(Random random, PersistentState state)
        {
            var last = state.Snapshot.Index + state.Entries.Count;
            switch (random.Next(10))
            {
                case < 2:
                    var (term, vote) = (state.Term + random.Next(1, 3), random.Next(2) == 0 ? (uint?)null : (uint)random.Next(1, 4));
                    return (new PersistTerm(term, vote, IsForced: true), state with { Term = term, Vote = vote });
                case < 3 when state.Entries.Count > 0:
                    var index = state.Snapshot.Index + random.Next(1, state.Entries.Count + 1);
                    var kept = state.Entries.Where(e => e.Index > index).ToList();
                    return Snapshot(random, state, index, keeps: true, kept);
                case < 4:
                    return Snapshot(random, state, last + random.Next(1, 20), keeps: false, []);
                default:
                    var first = last + 1 - random.Next(Math.Min(3, state.Entries.Count + 1));
                    var entries = Enumerable.Range(0, random.Next(1, 4)).Select(i => Entry(random, first + i, state.Term)).ToList();
                    return (
                        new PersistEntries(entries, IsForced: true),
                        state with { Entries = [.. state.Entries.Where(e => e.Index < first), .. entries] });
            }
        }

        private static (Persist Effect, PersistentState After) Snapshot(
            Random random, PersistentState state, long index, bool keeps, List<Entry> kept)
        {
            var data = new byte[random.Next(5)];
            random.NextBytes(data);
            var snapshot = new Snapshot(index, state.Term, new Membership([1, 2], [(uint)random.Next(3, 300)]), data);
            return (new PersistSnapshot(snapshot, keeps, IsForced: true), state with { Snapshot = snapshot, Entries = kept });
        }

        private static Entry Entry(Random random, long index, long term)
        {
            var command = new byte[random.Next(4)];
            random.NextBytes(command);
            return new(index, term, command, random.Next(5) == 0 ? new Membership([1], [2]) : null);
        }
    }
}
