using ChaosService.Reference.Host.Disk;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Tests.Host.Snapshots;

/// <summary>Three nodes whose partition makes snapshots often, in a folder that they share.</summary>
public sealed class SharedSnapshotTests : IDisposable
{
    private const int NotStored = 7506;
    private const int NotFetched = 7501;
    private const int Stored = 7504;
    private const int Fetched = 7505;

    private readonly TemporaryFolder _folder = new();
    private int _written;

    private string Objects => _folder.Of("objects");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Node_that_missed_what_a_snapshot_stands_for_gets_it_from_the_store()
    {
        await using var cluster = await TestCluster.StartAsync(3, Often);
        await WriteAsync(cluster, 1, 1);
        var (away, here) = await AwayAsync(cluster);

        await WriteUntilAsync(cluster, here, () => CutAsync(cluster, here));
        await cluster.StartAsync(away);

        await HasAllAsync(cluster, away);
        Assert.Contains(cluster.Log.All, l => l.Id == Fetched);
        Assert.NotEmpty(Directory.EnumerateFiles(Objects, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Store_that_is_gone_stops_nothing_and_no_log_is_cut_until_it_is_back()
    {
        await using var cluster = await TestCluster.StartAsync(3, Often);
        await WriteAsync(cluster, 1, 1);
        var (away, here) = await AwayAsync(cluster);
        await GoneAsync(() => Logged(cluster, Stored) == 0);

        await WriteUntilAsync(cluster, here, () => Task.FromResult(Logged(cluster, NotStored) > 0));
        Assert.False(await CutAsync(cluster, here));
        // The log is whole, so the other one needs no store.
        await cluster.StartAsync(away);
        await HasAllAsync(cluster, away);

        File.Delete(Objects);
        await WriteUntilAsync(cluster, here, () => CutAsync(cluster, here));
        Assert.Equal(_written, await cluster.CountAsync(here, "cpu"));
    }

    [Fact]
    public async Task Nodes_start_with_their_own_copies_while_the_store_is_gone()
    {
        await using var cluster = await TestCluster.StartAsync(3, Often);
        await WriteUntilAsync(cluster, 1, () => CutAsync(cluster, 1));
        Directory.Delete(Objects, recursive: true);
        await File.WriteAllTextAsync(Objects, "gone", TestCluster.Cancellation);

        foreach (var id in cluster.Ids) await cluster.CrashAsync(id);
        foreach (var id in cluster.Ids) await cluster.StartAsync(id);

        Assert.Equal(_written, await cluster.CountAsync(2, "cpu"));
    }

    [Fact]
    public async Task Log_that_is_cut_before_its_snapshot_is_stored_leaves_a_node_behind()
    {
        await using var cluster = await TestCluster.StartAsync(3, s => Often(s) with { DiskBugs = DiskBugs.LogCutBeforeUpload });
        await WriteAsync(cluster, 1, 1);
        var (away, here) = await AwayAsync(cluster);
        await GoneAsync(() => Logged(cluster, Stored) == 0);

        await WriteUntilAsync(cluster, here, () => CutAsync(cluster, here));
        await cluster.StartAsync(away);

        await TestCluster.EventuallyAsync(() => Task.FromResult(Logged(cluster, NotFetched)), n => n > 1);
    }

    private NodeSettings Often(NodeSettings settings) =>
        settings with { ObjectStore = new(new($"file://{Objects}"), "", ""), SnapshotBytes = 2048 };

    private static int Logged(TestCluster cluster, int id) => cluster.Log.All.Count(l => l.Id == id);

    /// <summary>A follower that is down, and the leader that goes on.</summary>
    private static async Task<(uint Away, uint Here)> AwayAsync(TestCluster cluster)
    {
        var here = await cluster.LeaderAsync(1, shard: 1);
        var away = cluster.Ids.First(id => id != here);
        await cluster.CrashAsync(away);
        return (away, here);
    }

    /// <summary>A file in place of the folder: nothing can be put there.</summary>
    private async Task GoneAsync(Func<bool> isUnused)
    {
        Assert.True(isUnused());
        await File.WriteAllTextAsync(Objects, "gone", TestCluster.Cancellation);
    }

    private async Task WriteAsync(TestCluster cluster, uint node, int count)
    {
        var lines = string.Join('\n', Enumerable.Range(_written, count).Select(i => $"cpu,host=h{i % 5} x={i}i {i}"));
        Assert.Equal(204, (await cluster.WriteAsync(node, lines)).Status);
        _written += count;
    }

    private Task WriteUntilAsync(TestCluster cluster, uint node, Func<Task<bool>> isEnough) => TestCluster.EventuallyAsync(
        async () =>
        {
            await WriteAsync(cluster, node, 50);
            return await isEnough();
        },
        enough => enough);

    /// <summary>Whether a node's log of the partition begins after a snapshot.</summary>
    private static async Task<bool> CutAsync(TestCluster cluster, uint node)
    {
        var groups = (await cluster.SendAsync(node, HttpMethod.Get, "/debug/raft")).Json.EnumerateArray();
        return groups.Single(g => g.GetProperty("shard").GetUInt64() == 1).GetProperty("snapshot").GetInt64() > 0;
    }

    private static Task HasAllAsync(TestCluster cluster, uint node) => TestCluster.EventuallyAsync(
        async () =>
        {
            var all = await Task.WhenAll(cluster.Ids.Select(id => cluster.SendAsync(id, HttpMethod.Get, "/debug/partitions/1/0/checksum")));
            return all.Select(r => $"{r.Status} {r.Body}").Distinct().ToList();
        },
        bodies => bodies.Count == 1 && bodies[0].StartsWith("200", StringComparison.Ordinal));
}
