using System.Text.Json;
using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Tests.Host;

/// <summary>Three nodes of two versions: the older one reads storage format 1 alone.</summary>
public sealed class UpgradeTests
{
    private static readonly HttpMethod Get = HttpMethod.Get;
    private static readonly HttpMethod Put = HttpMethod.Put;

    private readonly HashSet<uint> _older = [1, 2, 3];
    private int _written;

    [Fact]
    public async Task Cluster_is_upgraded_node_by_node_and_writes_the_newer_format_once_it_is_told_to()
    {
        await using var cluster = await TestCluster.StartAsync(3, Version);
        await WriteByEachAsync(cluster);
        foreach (var id in cluster.Ids)
        {
            await UpgradeAsync(cluster, id);
            if (id == 2) Assert.Contains("not read by node 3", await RaiseAsync(cluster, 409));
            await WriteByEachAsync(cluster);
        }
        Assert.Equal([1], await FormatsAsync(cluster, 1));

        await RaiseAsync(cluster, 200);
        await TestCluster.EventuallyAsync(
            async () =>
            {
                await WriteByEachAsync(cluster);
                return (await FormatsAsync(cluster, 1)).ToList();
            },
            f => f.Contains(2));

        // Both formats are in one log, and read again.
        await CrashAndStartAsync(cluster, 1);
        await AssertSameAsync(cluster);
    }

    [Fact]
    public async Task Nodes_go_back_to_the_older_version_as_long_as_the_newer_format_is_not_written()
    {
        _older.Clear();
        await using var cluster = await TestCluster.StartAsync(3, Version);
        await WriteByEachAsync(cluster);

        foreach (var id in cluster.Ids)
        {
            _older.Add(id);
            await CrashAndStartAsync(cluster, id);
            await WriteByEachAsync(cluster);
        }

        await TestCluster.EventuallyAsync(() => FormatAsync(cluster), f => NodeFormats(f).All(n => n == 1));
        await AssertSameAsync(cluster);
    }

    [Fact]
    public async Task Node_that_goes_back_too_late_does_not_start_and_says_which_file_it_cannot_read()
    {
        _older.Clear();
        await using var cluster = await TestCluster.StartAsync(1, Version);
        await RaisedAsync(cluster);
        await WriteByEachAsync(cluster);
        await cluster.CrashAsync(1);

        _older.Add(1);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => cluster.StartAsync(1));

        Assert.Matches(
            @"/1/000000000001\.wal: shard 1 partition 0 has an entry \d+ of format 2, and this node reads formats up to 1: start the "
                + "version that wrote it, or remove the node's data and let it come back empty\\.$", error.Message);
    }

    [Fact]
    public async Task Node_that_was_away_and_comes_back_too_old_ends_before_it_misses_anything()
    {
        _older.Clear();
        await using var cluster = await TestCluster.StartAsync(3, Version);
        await TestCluster.EventuallyAsync(() => FormatAsync(cluster), f => NodeFormats(f).All(n => n == 2));
        await cluster.CrashAsync(3);
        await RaisedAsync(cluster);

        _older.Add(3);
        await cluster.StartAsync(3);

        var ended = await cluster.EndedAsync(3);
        Assert.Equal(
            "The catalog says it: the cluster writes format 2, and this node reads formats up to 1: start the newer version of the node.",
            Assert.IsType<InvalidDataException>(ended).Message);
        _written = 0;
        Assert.Equal(204, (await cluster.WriteAsync(1, Lines())).Status);
    }

    [Theory]
    [InlineData(WriteBugs.None, 0)]
    [InlineData(WriteBugs.UpgradeLosesField, 2)]
    internal async Task Upgraded_node_keeps_every_field_for_older_ones_unless_the_bug_is_on(WriteBugs bugs, int lost)
    {
        await using var cluster = await TestCluster.StartAsync(3, s => Version(s) with { WriteBugs = bugs });
        Assert.Equal(204, (await cluster.WriteAsync(1, Lines())).Status);
        await UpgradeAsync(cluster, 1);

        Assert.Equal(204, (await cluster.WriteAsync(1, Lines())).Status);
        Assert.Equal(204, (await cluster.WriteAsync(2, Lines())).Status);

        var rows = (await cluster.QueryAsync(3, "SELECT n, load FROM cpu")).Json.EnumerateArray().ToList();
        Assert.Equal(6, rows.Count);
        Assert.Equal(lost, rows.Count(r => !r.TryGetProperty("load", out var load) || load.ValueKind == JsonValueKind.Null));
    }

    private NodeSettings Version(NodeSettings settings) =>
        settings with { Format = _older.Contains(settings.NodeId) ? StorageFormat.Rows : StorageFormat.FloatsApart };

    private async Task UpgradeAsync(TestCluster cluster, uint id)
    {
        _older.Remove(id);
        await CrashAndStartAsync(cluster, id);
        await TestCluster.EventuallyAsync(
            () => FormatAsync(cluster), f => NodeFormats(f).Count(n => n == 2) == cluster.Ids.Count() - _older.Count);
    }

    private static async Task CrashAndStartAsync(TestCluster cluster, uint id)
    {
        await cluster.CrashAsync(id);
        await cluster.StartAsync(id);
    }

    private async Task WriteByEachAsync(TestCluster cluster)
    {
        foreach (var id in cluster.Ids) Assert.Equal(204, (await cluster.WriteAsync(id, Lines())).Status);
    }

    private string Lines() =>
        $"cpu,host=a n={++_written}i,load={_written / 8.0} {_written}\ncpu,host=b n={++_written}i,load=0.5 {_written}";

    private static async Task<string> RaiseAsync(TestCluster cluster, int status)
    {
        var reply = await cluster.SendAsync(1, Put, "/api/v3/cluster/format", """{"format":2}""");
        Assert.Equal((status, reply.Body), (reply.Status, reply.Body));
        return reply.Body;
    }

    private static async Task RaisedAsync(TestCluster cluster) => await TestCluster.EventuallyAsync(
        () => cluster.SendAsync(1, Put, "/api/v3/cluster/format", """{"format":2}"""), r => r.Status == 200);

    private static async Task<Reply> FormatAsync(TestCluster cluster) => await cluster.SendAsync(1, Get, "/api/v3/cluster/format");

    private static IEnumerable<int> NodeFormats(Reply reply) => reply.Status != 200
        ? []
        : reply.Json.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("format").GetInt32());

    /// <summary>Of the batches in the log of the only partition.</summary>
    private static async Task<IEnumerable<int>> FormatsAsync(TestCluster cluster, uint id) =>
        (await cluster.SendAsync(id, Get, "/debug/partitions/1/0/wal")).Json.EnumerateArray()
            .Select(e => e.GetProperty("format")).Where(f => f.ValueKind == JsonValueKind.Number).Select(f => f.GetInt32()).Distinct();

    private async Task AssertSameAsync(TestCluster cluster)
    {
        var expected = Enumerable.Range(1, _written).Select(n => (n, n % 2 == 0 ? 0.5 : n / 8.0)).ToList();
        foreach (var id in cluster.Ids)
        {
            var rows = (await cluster.QueryAsync(id, "SELECT n, load FROM cpu ORDER BY time")).Json.EnumerateArray();
            Assert.Equal(expected, rows.Select(r => (r.GetProperty("n").GetInt32(), r.GetProperty("load").GetDouble())));
        }
    }
}
