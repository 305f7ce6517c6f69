using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Syncing;

/// <summary>Two nodes that know each other by SYNC alone.</summary>
public sealed class SyncTests : IAsyncDisposable
{
    private readonly TestNode _a = TestNode.Start();
    private readonly TestNode _b = TestNode.Start();

    [Fact]
    public async Task Missing_and_outdated_keys_are_taken()
    {
        await _b.AskAsync($"MSET {string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"key-{i} {i}"))}");
        await _a.AskAsync("SET key-7 old");
        await _b.AskAsync("SET key-7 new");
        await _b.AskAsync("SET words two  words ");

        Assert.Equal("OK", await SyncAsync("--verify"));

        Assert.Equal(await _b.HashAsync(), await _a.HashAsync());
        Assert.Equal("VALUE new", await _a.GetAsync("key-7"));
        Assert.Equal("VALUE two  words ", await _a.GetAsync("words"));
    }

    [Fact]
    public async Task Deletes_are_taken()
    {
        await _b.AskAsync("MSET a 1 b 2");
        await SyncAsync();
        await _b.AskAsync("DEL a");

        Assert.Equal("OK", await SyncAsync("--verify"));

        Assert.Equal("NOT_FOUND", await _a.GetAsync("a"));
        Assert.Equal("VALUE 2", await _a.GetAsync("b"));
    }

    [Fact]
    public async Task Deleted_key_is_not_revived()
    {
        await _b.AskAsync("SET k v");
        await SyncAsync();
        await _a.AskAsync("DEL k");

        Assert.Equal("OK", await SyncAsync());

        Assert.Equal("NOT_FOUND", await _a.GetAsync("k"));
    }

    [Fact]
    public async Task Later_write_stays_and_verify_says_that_the_nodes_differ()
    {
        await _b.AskAsync("SET k theirs");
        await _a.AskAsync("MSET k ours only here");

        Assert.Equal("OK", await SyncAsync());
        Assert.Equal("VALUE ours", await _a.GetAsync("k"));
        Assert.Equal(
            "ERROR SYNC failed: the hashes still differ: this node has later writes, or clients go on writing",
            await SyncAsync("--verify"));

        Assert.Equal("OK", await _b.AskAsync($"SYNC 127.0.0.1 {_a.Port} --verify"));
        Assert.Equal(await _a.HashAsync(), await _b.HashAsync());
    }

    /// <summary>Equal values may have different stamps, and an event that is between them makes the nodes differ.</summary>
    [Fact]
    public async Task Full_takes_stamps_that_the_hashes_do_not_show()
    {
        await _a.AskAsync("SET k v");
        await _b.AskAsync("SET k v");

        Assert.Equal("OK", await SyncAsync());
        Assert.NotEqual(await _a.AskAsync("PEER ENTRY k"), await _b.AskAsync("PEER ENTRY k"));
        Assert.Equal("OK", await SyncAsync("--full"));

        Assert.Equal(await _a.AskAsync("PEER ENTRY k"), await _b.AskAsync("PEER ENTRY k"));
    }

    [Fact]
    public async Task Longest_value_is_taken()
    {
        var value = new string('x', 1_048_000);
        await _b.AskAsync($"SET k {value}");

        Assert.Equal("OK", await SyncAsync("--verify"));

        Assert.Equal($"VALUE {value}", await _a.GetAsync("k"));
    }

    [Fact]
    public async Task Node_that_is_not_there_is_an_error()
    {
        Assert.StartsWith($"ERROR SYNC failed: {TestNode.Nowhere}:7379: ", await _a.AskAsync($"SYNC {TestNode.Nowhere} 7379"));
        Assert.StartsWith("ERROR SYNC failed: ", await _a.AskAsync($"SYNC {new string('h', 300)} 1"));
    }

    [Fact]
    public async Task Node_of_the_older_dialect_is_an_error()
    {
        await using var classic = TestNode.Start(dialect: MerkleKv.Settings.Dialect.Classic);

        Assert.Equal("ERROR SYNC failed: it answers ERROR Unknown command: HASH", await _a.AskAsync($"SYNC 127.0.0.1 {classic.Port}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    private Task<string> SyncAsync(string options = "") => _a.AskAsync($"SYNC 127.0.0.1 {_b.Port} {options}");
}
