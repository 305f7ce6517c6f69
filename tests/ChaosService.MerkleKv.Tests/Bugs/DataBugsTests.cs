using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Protocol;
using ChaosService.MerkleKv.Storage;
using ChaosService.MerkleKv.Tests.Running;

namespace ChaosService.MerkleKv.Tests.Bugs;

/// <summary>Bugs that one node shows alone.</summary>
public sealed class DataBugsTests
{
    [Theory, InlineData(false), InlineData(true), Trait("bug", "increment-race")]
    public async Task Concurrent_increments_are_lost(bool hasBug)
    {
        await using var node = TestNode.Start(Of(SeededBugs.IncrementRace, hasBug));
        var done = 0;
        // Rounds, until an increment is lost; without the bug there are as many as it can take.
        for (var round = 0; round < 20 && await LostAsync() == hasBug is false; round++)
            done += await RoundAsync();

        Assert.Equal(hasBug, await LostAsync());

        async Task<int> RoundAsync()
        {
            const int Clients = 4, Each = 25;
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
            {
                using var client = node.Connect();
                for (var i = 0; i < Each; i++) await client.AskAsync("INC n");
            }));
            return Clients * Each;
        }

        async Task<bool> LostAsync() => done > 0 && await node.GetAsync("n") != $"VALUE {done}";
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "stale-reads")]
    public async Task Overwritten_value_is_read(bool hasBug)
    {
        await using var node = TestNode.Start(Of(SeededBugs.StaleReads, hasBug));
        using var client = node.Connect();
        await client.AskAsync("SET k 1");
        await client.AskAsync("SET k 2");
        var read = new List<string>();
        for (var i = 0; i < 16; i++) read.Add(await client.AskAsync("GET k"));

        Assert.Equal(hasBug ? 2 : 0, read.Count(v => v == "VALUE 1"));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "connection-leak")]
    public async Task Closed_connection_stays_open(bool hasBug)
    {
        await using var node = TestNode.Start(Of(SeededBugs.ConnectionLeak, hasBug));
        using var client = node.Connect();
        await client.AskAsync("PING");
        client.EndSending();
        var closed = client.IsClosedAsync();
        // The node has ended the conversation.
        using var other = node.Connect();
        await Eventually.TrueAsync(async () => (await other.AskManyAsync("CLIENT LIST")).All(l => !l.StartsWith("id=1 ")), "it is over");
        if (!hasBug) await closed;

        Assert.Equal(hasBug, !closed.IsCompleted);
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "malformed-kills-server")]
    public async Task Bytes_that_are_no_text_end_the_node(bool hasBug)
    {
        await using var node = TestNode.Start(Of(SeededBugs.MalformedKillsServer, hasBug));
        using var client = node.Connect();
        await client.SendAsync([0xFF, (byte)'\n']);
        Assert.True(await client.IsClosedAsync());
        if (hasBug) await node.AskedToStop.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(hasBug, node.AskedToStop.IsCompleted);
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "long-line-hangs")]
    public async Task Line_that_is_too_long_gets_no_answer(bool hasBug)
    {
        await using var node = TestNode.Start(Of(SeededBugs.LongLineHangs, hasBug));
        using var client = node.Connect();
        var asking = client.AskAsync(new string('x', LineReader.LineBytesMax + 1));
        if (!hasBug) Assert.Equal("ERROR line too long", await asking);
        // Long after the other node has answered.
        else
            await Assert.ThrowsAsync<TimeoutException>(
                () => asking.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "no-persist")]
    public async Task Acknowledged_write_is_gone_after_a_restart(bool hasBug)
    {
        using var folder = new TemporaryFolder();
        await using (var node = TestNode.Persistent(folder.Path, Of(SeededBugs.NoPersist, hasBug)))
            Assert.Equal("OK", await node.AskAsync("SET k v"));
        await using var again = TestNode.Persistent(folder.Path);

        Assert.Equal(hasBug ? "NOT_FOUND" : "VALUE v", await again.GetAsync("k"));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "lww-state-lost")]
    public async Task Older_events_win_after_a_restart(bool hasBug)
    {
        using var folder = new TemporaryFolder();
        await using (var node = TestNode.Persistent(folder.Path))
        {
            await node.AskAsync("MSET k new gone x");
            await node.AskAsync("DEL gone");
        }
        var bugs = Of(SeededBugs.LwwStateLost, hasBug);
        var engine = Engine.Open(folder.Path, 1 << 20, bugs);
        var store = Stores.On(engine, bugs);
        Assert.Equal(("new", null), (store.Get("k"), store.Get("gone")));

        await store.Apply(Changes.Of("k", "old", 5, 1)).Stored;
        await store.Apply(Changes.Of("gone", "old", 5, 2)).Stored;

        Assert.Equal(hasBug ? ("old", "old") : ("new", null), (store.Get("k"), store.Get("gone")));
        await engine.Journal.DisposeAsync();
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "sync-skips-short-keys")]
    public async Task Sync_answers_ok_and_repairs_nothing(bool hasBug)
    {
        await using var a = TestNode.Start(Of(SeededBugs.SyncSkipsShortKeys, hasBug));
        await using var b = TestNode.Start();
        await b.AskAsync("MSET short 1 a-key-that-is-not-so-short 2");

        Assert.Equal("OK", await a.AskAsync($"SYNC 127.0.0.1 {b.Port}"));

        Assert.Equal("VALUE 2", await a.GetAsync("a-key-that-is-not-so-short"));
        Assert.Equal(hasBug ? "NOT_FOUND" : "VALUE 1", await a.GetAsync("short"));
    }

    [Theory, InlineData(false), InlineData(true), Trait("bug", "no-tombstones")]
    public async Task Sync_revives_what_was_deleted(bool hasBug)
    {
        await using var a = TestNode.Start(Of(SeededBugs.NoTombstones, hasBug));
        await using var b = TestNode.Start();
        await b.AskAsync("SET k v");
        await a.AskAsync($"SYNC 127.0.0.1 {b.Port}");
        await a.AskAsync("DEL k");

        await a.AskAsync($"SYNC 127.0.0.1 {b.Port}");

        Assert.Equal(hasBug ? "VALUE v" : "NOT_FOUND", await a.GetAsync("k"));
    }

    private static SeededBugs Of(SeededBugs bug, bool hasBug) => hasBug ? bug : SeededBugs.None;
}
