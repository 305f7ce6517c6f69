using System.Text.Json;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Tests.Host.Etcd;

/// <summary>Nodes whose catalog is in an etcd.</summary>
public sealed class EtcdCatalogTests
{
    private const string Nodes = "/api/v3/cluster/nodes";
    private const string AddedHost = "added.test";

    private static readonly HttpMethod Get = HttpMethod.Get;
    private static readonly HttpMethod Post = HttpMethod.Post;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_share_a_catalog_write_move_and_come_back(bool isReal)
    {
        Assert.SkipUnless(!isReal || File.Exists(RealEtcd.Program), RealEtcd.Missing);
        await using IEtcd etcd = isReal ? await RealEtcd.StartAsync() : await FakeEtcd.StartAsync();
        await using var cluster = await StartAsync(etcd, s => s with { ReplicationFactor = 2 });

        foreach (var id in cluster.Ids) Assert.Equal(204, (await cluster.WriteAsync(id, $"cpu x={id}i {id}")).Status);
        Assert.DoesNotContain("\"shard\":0", (await cluster.SendAsync(1, Get, "/debug/raft")).Body);
        Assert.Equal(409, (await AddAsync(cluster, 2, 3)).Status);
        Assert.Equal(201, (await AddAsync(cluster, 2, 9)).Status);
        Assert.Equal(204, (await cluster.SendAsync(3, HttpMethod.Delete, $"{Nodes}/9")).Status);

        var holders = (await ShardAsync(cluster)).GetProperty("partitions")[0].EnumerateArray().Select(n => n.GetUInt32()).ToList();
        var target = cluster.Ids.First(id => !holders.Contains(id));
        var move = $$"""{"db_name":"d","table_name":"cpu","shard_id_str":"1","target_node_id_str":"{{target}}"}""";
        Assert.Equal(202, (await cluster.SendAsync(1, Post, "/api/v3/cluster/shards/move", move)).Status);
        await TestCluster.EventuallyAsync(() => ShardAsync(cluster), s => s.GetProperty("status").GetString() == "Cleaned");

        foreach (var id in cluster.Ids) await cluster.CrashAsync(id);
        foreach (var id in cluster.Ids) await cluster.StartAsync(id);
        Assert.Equal(3, await cluster.CountAsync(target, "cpu"));
    }

    [Fact]
    public async Task What_many_ask_for_at_once_is_in_one_order()
    {
        await using var etcd = await FakeEtcd.StartAsync();
        await using var cluster = await StartAsync(etcd);

        Assert.Equal("201 of each, 30 listed, 3 nodes agree", await AddManyAsync(cluster));
        // The nodes have their own, and more of them when the machine makes them slow to answer each other.
        Assert.Equal(30, etcd.EntriesWith(AddedHost));
    }

    [Fact]
    public async Task Without_the_compare_entries_are_lost_and_nodes_do_not_agree()
    {
        await using var etcd = await FakeEtcd.StartAsync();
        await using var cluster = await StartAsync(etcd, s => s with { CatalogBugs = CatalogBugs.AppendWithoutCompare }, registered: false);

        Assert.NotEqual("201 of each, 30 listed, 3 nodes agree", await AddManyAsync(cluster));
    }

    [Fact]
    public async Task Change_whose_answer_is_lost_is_made_once()
    {
        await using var etcd = await FakeEtcd.StartAsync();
        await using var cluster = await StartAsync(etcd);

        for (var id = 20; id < 25; id++)
        {
            etcd.LoseAnswers(2);
            // To add it again would be 409.
            Assert.Equal(201, (await AddAsync(cluster, 1, id)).Status);
        }
    }

    [Fact]
    public async Task Without_etcd_writes_go_on_and_what_needs_it_is_refused_with_its_address()
    {
        await using var etcd = await FakeEtcd.StartAsync();
        await using var cluster = await StartAsync(etcd, s => s with { RequestLimit = TimeSpan.FromSeconds(2) });
        Assert.Equal(204, (await cluster.WriteAsync(1, "cpu x=1i 1")).Status);
        await TestCluster.EventuallyAsync(() => cluster.WriteAsync(2, "cpu x=2i 2"), r => r.Status == 204);
        await TestCluster.EventuallyAsync(() => cluster.WriteAsync(3, "cpu x=2i 2"), r => r.Status == 204);

        etcd.IsGone = true;
        foreach (var id in cluster.Ids) Assert.Equal(204, (await cluster.WriteAsync(id, $"cpu x={id}i 1{id}")).Status);
        foreach (var refused in new[] { await AddAsync(cluster, 1, 30), await cluster.SendAsync(2, Get, Nodes) })
        {
            Assert.Equal(503, refused.Status);
            Assert.Contains($"etcd at {etcd.Address.GetLeftPart(UriPartial.Authority)} does not answer", refused.Body);
        }

        etcd.IsGone = false;
        Assert.Equal(201, (await AddAsync(cluster, 1, 30)).Status);
        Assert.Equal(5, await cluster.CountAsync(2, "cpu"));
        // Once by each node, and not with every tick; once more when a node has had another trouble with it in between.
        Assert.InRange(
            cluster.Log.All.Count(l => l.Id == 7107 && l.Text.EndsWith("etcdserver: no leader", StringComparison.Ordinal)), 3, 9);
    }

    [Fact]
    public async Task Node_that_coordinates_and_crashes_is_replaced_and_called_down()
    {
        await using var etcd = await FakeEtcd.StartAsync();
        await using var cluster = await StartAsync(etcd, s => s with { IsHealing = true, DownAfter = TimeSpan.FromSeconds(1) });
        var first = await CoordinatorAsync(cluster);

        await cluster.CrashAsync(first);
        etcd.EndLeases();

        var other = cluster.Ids.First(id => id != first);
        await TestCluster.EventuallyAsync(() => cluster.SendAsync(other, Get, Nodes), r => StatusOf(r, first) == "Down");
        Assert.NotEqual(first, await CoordinatorAsync(cluster));
        // One that the machine keeps from answering may be called down for a moment.
        await TestCluster.EventuallyAsync(
            () => cluster.SendAsync(other, Get, Nodes),
            r => cluster.Ids.Where(id => id != first).All(id => StatusOf(r, id) == "Active"));
        await cluster.StartAsync(first);
        await TestCluster.EventuallyAsync(() => cluster.SendAsync(other, Get, Nodes), r => StatusOf(r, first) == "Active");
    }

    [Fact]
    public async Task Etcd_that_has_lost_the_log_is_not_written_to()
    {
        await using var etcd = await FakeEtcd.StartAsync();
        await using var cluster = await StartAsync(etcd, s => s with { RequestLimit = TimeSpan.FromSeconds(1) });

        etcd.Forget();
        var refused = await AddAsync(cluster, 1, 40);

        Assert.Equal(503, refused.Status);
        Assert.Matches("has lost entry [0-9]+ of the catalog's log: restore its data", refused.Body);
        Assert.Equal(0, etcd.EntriesWith(""));
    }

    [Fact]
    public async Task Node_does_not_start_with_another_catalog_than_it_had()
    {
        await using var etcd = await FakeEtcd.StartAsync();
        IReadOnlyList<Uri> now = [];
        await using var cluster = await TestCluster.StartAsync(1, s => s with { Etcd = now });
        await cluster.CrashAsync(1);

        now = [etcd.Address];
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => cluster.StartAsync(1));

        Assert.Contains("is of a node with CATALOG embedded, and CATALOG is etcd now: give embedded, or another DATA_DIR", error.Message);
    }

    private static Task<TestCluster> StartAsync(IEtcd etcd, Func<NodeSettings, NodeSettings>? with = null, bool registered = true)
    {
        NodeSettings With(NodeSettings s) => (with ?? (x => x))(s with { Etcd = [etcd.Address] });
        return registered ? TestCluster.StartAsync(3, With) : TestCluster.StartUnregisteredAsync(3, With);
    }

    private static Task<Reply> AddAsync(TestCluster cluster, uint asked, int id) => cluster.SendAsync(
        asked, Post, Nodes, $$"""{"id":{{id}},"rpc_address":"{{AddedHost}}:1","http_address":"{{AddedHost}}:2","status":"Inactive"}""");

    private static async Task<string> AddManyAsync(TestCluster cluster)
    {
        var answers = await Task.WhenAll(Enumerable.Range(100, 30).Select(id => AddAsync(cluster, (uint)(id % 3) + 1, id)));
        var lists = await Task.WhenAll(cluster.Ids.Select(id => cluster.SendAsync(id, Get, Nodes)));
        var statuses = string.Join(" and ", answers.Select(a => a.Status).Distinct());
        var listed = lists[0].Json.EnumerateArray().Count(n => n.GetProperty("id").GetUInt32() >= 100);
        return $"{statuses} of each, {listed} listed, {lists.Count(l => l.Body == lists[0].Body)} nodes agree";
    }

    private static async Task<JsonElement> ShardAsync(TestCluster cluster) =>
        Assert.Single((await TestCluster.EventuallyAsync(
            () => cluster.SendAsync(1, Get, "/api/v3/cluster/shards"), r => r.Status == 200)).Json.EnumerateArray());

    private static async Task<uint> CoordinatorAsync(TestCluster cluster)
    {
        var said = await TestCluster.EventuallyAsync(
            () => Task.FromResult(cluster.Log.All.LastOrDefault(l => l.Id == 7106)), l => l is not null);
        return uint.Parse(said!.Text.Split(' ')[1]);
    }

    private static string? StatusOf(Reply nodes, uint id) => nodes.Status != 200 ? null : nodes.Json.EnumerateArray()
        .First(n => n.GetProperty("id").GetUInt32() == id).GetProperty("status").GetString();
}
