using ChaosService.Reference.Core.Raft;
using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Tests.Host.Disk;

public sealed class LogStoreTests : IDisposable
{
    private static readonly GroupId Group = new(7, 2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_committed_is_found_again()
    {
        using (var store = Open())
        {
            store.Add(Group, new PersistTerm(3, 2, true));
            store.Add(Group, new PersistEntries([Entry(1, 1), Entry(2, 1), Entry(3, 2)], true));
            store.Add(Group, new PersistEntries([Entry(2, 3)], true));
            store.Commit();
        }

        var found = Found();

        Assert.Equal((3L, 2u), (found.Term, found.Vote!.Value));
        Assert.Equal([1L, 2L], found.Entries.Select(e => e.Index));
        Assert.Equal([1L, 3L], found.Entries.Select(e => e.Term));
        Assert.Equal([1u, 2u, 3u], found.Snapshot.Membership.Voters);
    }

    [Fact]
    public void Group_that_was_given_up_is_not_found_again()
    {
        using (var store = Open())
        {
            store.Add(Group, new PersistTerm(3, 2, true));
            store.End(Group);
            store.Commit();
        }

        using var again = LogStore.Open(_folder.Path, isForced: true);
        Assert.Empty(again.Found);
    }

    [Fact]
    public void What_was_not_committed_is_not()
    {
        using (var store = Open())
        {
            store.Commit();
            store.Add(Group, new PersistTerm(3, 2, true));
        }

        Assert.Equal(0, Found().Term);
    }

    [Fact]
    public void Torn_tail_is_cut_off_and_writing_goes_on_there()
    {
        using (var store = Open())
        {
            store.Add(Group, new PersistTerm(1, 1, true));
            store.Commit();
            store.Add(Group, new PersistTerm(2, 1, true));
            store.Commit();
        }
        var path = Directory.GetFiles(_folder.Path, "*.wal").Single();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        using (var store = LogStore.Open(_folder.Path, isForced: true))
        {
            Assert.Equal(1, store.Found[Group].Term);
            store.Add(Group, new PersistTerm(5, 1, true));
            store.Commit();
        }

        Assert.Equal(5, Found().Term);
    }

    [Fact]
    public void Damage_before_good_records_is_an_error_that_names_the_place()
    {
        using (var store = Open())
        {
            store.Add(Group, new PersistTerm(1, 1, true));
            store.Commit();
        }
        var path = Directory.GetFiles(_folder.Path, "*.wal").Single();
        var bytes = File.ReadAllBytes(path);
        bytes[12] ^= 1;
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<InvalidDataException>(() => LogStore.Open(_folder.Path, isForced: true));

        Assert.Contains($"{path} is damaged at byte 0", error.Message);
    }

    [Fact]
    public void Rewritten_log_holds_the_same_in_less()
    {
        var snapshot = new Snapshot(2, 1, Membership.Of(1, 2), new byte[] { 42 });
        using (var store = Open())
        {
            store.Add(Group, new PersistTerm(4, 3, true));
            store.Add(Group, new PersistEntries([Entry(1, 1), Entry(2, 1), Entry(3, 2)], true));
            store.Add(Group, new PersistSnapshot(snapshot, KeepsLaterEntries: true, true));
            store.Commit();
            var before = store.Length;
            var node = new RaftNode(1, new(4, 3, snapshot, [Entry(3, 2)]), new RaftOptions(), _ => 0);

            store.Rewrite([(Group, node)]);

            Assert.True(store.Length < before);
            store.Add(Group, new PersistEntries([Entry(4, 4)], true));
            store.Commit();
        }

        var found = Found();
        Assert.Equal((4L, 3u, 2L), (found.Term, found.Vote!.Value, found.Snapshot.Index));
        Assert.Equal([42], found.Snapshot.Data.ToArray());
        Assert.Equal([3L, 4L], found.Entries.Select(e => e.Index));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    private LogStore Open()
    {
        var store = LogStore.Open(_folder.Path, isForced: true);
        store.Begin(Group, PersistentState.Initial(Membership.Of(1, 2, 3)));
        return store;
    }

    private PersistentState Found()
    {
        using var store = LogStore.Open(_folder.Path, isForced: true);
        return store.Found[Group];
    }

    private static Entry Entry(long index, long term) => new(index, term, new byte[] { (byte)index });
}
