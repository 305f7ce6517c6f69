using ChaosService.MerkleKv.Storage;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Storage;

public sealed class PersistenceTests
{
    [Fact]
    public async Task Restart_keeps_values_deletes_and_their_stamps()
    {
        using var folder = new TemporaryFolder();
        var engine = Engine.Open(folder.Path, 1 << 20, default);
        var store = Stores.On(engine);
        await store.SetAsync("k", "zwei Wörter");
        await store.SetAsync("gone", "x");
        await store.DeleteAsync("gone");
        await store.Apply(Changes.Of("theirs", "y", 7, 8)).Stored;
        var before = store.EntriesWith(() => { }).OrderBy(e => e.Key).ToList();
        await engine.Journal.DisposeAsync();

        var again = Engine.Open(folder.Path, 1 << 20, default);

        Assert.Equal(before, again.Entries.OrderBy(e => e.Key));
        Assert.Equal(0, again.Torn);
        Assert.Equal([("gone", true), ("k", true), ("theirs", false)], before.Select(e => (e.Key, e.Value.IsOwn)));
        await again.Journal.DisposeAsync();
    }

    [Fact]
    public async Task Node_answers_the_same_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string hash;
        await using (var node = TestNode.Persistent(folder.Path))
        {
            using var client = node.Connect();
            for (var i = 0; i < 20; i++) await client.AskAsync($"SET k{i} {i}");
            await client.AskAsync("DEL k3");
            hash = await client.AskAsync("HASH");
        }
        await using var again = TestNode.Persistent(folder.Path);

        Assert.Equal(hash, await again.HashAsync());
        Assert.Equal("VALUE 4", await again.GetAsync("k4"));
        Assert.Equal("NOT_FOUND", await again.GetAsync("k3"));
    }

    /// <summary>At every byte at which a crash can cut the last write off.</summary>
    [Fact]
    public async Task Torn_tail_is_cut_off_and_the_rest_is_kept()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder, "first", "second");
        var whole = await File.ReadAllBytesAsync(folder.Log, TestContext.Current.CancellationToken);
        var end = LogRecords.Read(whole, out _, out _);
        for (var length = end; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(folder.Log, whole[..length], TestContext.Current.CancellationToken);
            var (entries, torn) = LogFile.Load(folder.Log);
            Assert.Equal(["first"], entries.Keys);
            Assert.Equal(length - end, torn);
            Assert.Equal(end, new FileInfo(folder.Log).Length);
        }
    }

    [Fact]
    public async Task Writes_go_on_behind_a_tail_that_was_cut_off()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder, "first", "second");
        using (var log = File.OpenWrite(folder.Log)) log.SetLength(log.Length - 1);
        await using (var node = TestNode.Persistent(folder.Path)) await node.AskAsync("SET third x");
        await using var again = TestNode.Persistent(folder.Path);

        Assert.Equal("KEYS 2, first, third", string.Join(", ", await again.Connect().AskManyAsync("SCAN")));
    }

    [Fact]
    public async Task Damage_before_a_good_record_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder, "first", "second");
        var bytes = await File.ReadAllBytesAsync(folder.Log, TestContext.Current.CancellationToken);
        bytes[12] ^= 1;
        await File.WriteAllBytesAsync(folder.Log, bytes, TestContext.Current.CancellationToken);

        var error = Assert.Throws<InvalidDataException>(() => TestNode.Persistent(folder.Path));

        Assert.Equal($"{folder.Log} is damaged at byte 0, and there are good records behind: restore it from a copy.", error.Message);
    }

    [Fact]
    public async Task Log_of_overwritten_values_is_written_anew()
    {
        using var folder = new TemporaryFolder();
        await using (var node = TestNode.Persistent(folder.Path, compactBytes: 4096))
        {
            using var client = node.Connect();
            for (var i = 0; i < 40; i++) await client.AskAsync($"SET k{i % 3} {i}{new string('x', 500)}");
            await Eventually.TrueAsync(() => new FileInfo(folder.Log).Length < 8192, "the log is compact");
        }
        await using var again = TestNode.Persistent(folder.Path);

        Assert.StartsWith("VALUE 39x", await again.GetAsync("k0"));
        Assert.Equal("DBSIZE 3", await again.AskAsync("DBSIZE"));
    }

    [Fact]
    public async Task Write_that_the_disk_refuses_is_an_error_and_so_are_those_after_it()
    {
        using var folder = new TemporaryFolder();
        await using var journal = new FileJournal(folder.Log, 1, default);
        var store = new KeyStore([], journal, new(TimeProvider.System), "self", (_, _) => { }, default);
        journal.Start(store.EntriesWith);
        // Where the compact log would be written there is a folder.
        Directory.CreateDirectory($"{folder.Log}.new");
        await store.SetAsync("k", "1");

        await Eventually.TrueAsync(() => store.SetAsync("k", "2").ContinueWith(t => t.IsFaulted), "writes fail");
        await Assert.ThrowsAnyAsync<Exception>(() => store.SetAsync("k", "3"));
    }

    [Fact]
    public async Task Memory_engine_forgets()
    {
        await using (var node = TestNode.Start()) await node.AskAsync("SET k v");
        await using var again = TestNode.Start();

        Assert.Equal("NOT_FOUND", await again.GetAsync("k"));
    }

    private static async Task WriteAsync(TemporaryFolder folder, params string[] keys)
    {
        await using var node = TestNode.Persistent(folder.Path);
        foreach (var key in keys) await node.AskAsync($"SET {key} value");
    }
}
