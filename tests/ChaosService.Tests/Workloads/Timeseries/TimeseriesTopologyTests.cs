using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Timeseries;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Tests.Workloads.Timeseries;

/// <summary>Who leads what, and what is observed, from what nodes say of themselves.</summary>
public sealed class TimeseriesTopologyTests
{
    private const string Shards = """
        [{"db_name":"chaos","table_name":"run/0/register","id":1,"start_time":0,"end_time":9,"partitions":[[1,2],[2,3]],
          "status":"MigratingWAL","history":["Stable","MigratingSnapshot","MigratingWAL"],"target_node_id":3},
         {"db_name":"chaos","table_name":"run/0/health","id":2,"partitions":[[1]],"status":"Stable","history":["Stable"]},
         {"db_name":"chaos","table_name":"run/1/set","id":3,"partitions":[[1]],"status":"Stable","history":["Stable"]},
         {"db_name":"chaos","table_name":"other/0/set","id":4,"partitions":[[1]],"status":"Stable","history":["Stable"]}]
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Node_may_lead_partitions_and_the_catalog_at_once()
    {
        var roles = TimeseriesRoles.Of(new Dictionary<string, GroupPage[]>
        {
            ["ts1"] = [Page(0, "Leader", 4), Page(1, "Leader", 2)],
            ["ts2"] = [Page(0, "Follower", 4), Page(2, "Leader", 7)],
            ["ts3"] = [Page(0, "Follower", 4), Page(1, "Follower", 2)],
        });
        Assert.Equal(["leader, catalog-leader", "leader", "follower"], roles.Values);
        Assert.True(Roles.Has(roles["ts1"], TimeseriesRoles.CatalogLeader));
        Assert.True(Roles.Has(roles["ts1"], TimeseriesRoles.Leader));
        Assert.False(Roles.Has(null, TimeseriesRoles.Leader));
    }

    [Fact]
    public void Of_two_that_think_they_lead_the_one_of_the_later_term_does()
    {
        var groups = new Dictionary<string, GroupPage[]> { ["ts1"] = [Page(1, "Leader", 2)], ["ts2"] = [Page(1, "Leader", 3)] };
        Assert.Equal(["follower", "leader"], TimeseriesRoles.Of(groups).Values);
    }

    [Theory]
    [InlineData(1u, 4, 1u, 4, null)]
    [InlineData(1u, 4, null, 4, "ts2 has no leader in the group 1/0")]
    [InlineData(1u, 4, 1u, 3, "ts1 and ts2 do not agree on the leader of the group 1/0")]
    public void Group_without_one_leader_is_trouble(uint? first, long firstTerm, uint? second, long secondTerm, string? trouble)
    {
        var groups = new Dictionary<string, GroupPage[]>
        {
            ["ts1"] = [Page(1, "Follower", firstTerm) with { Leader = first }],
            ["ts2"] = [Page(1, "Follower", secondTerm) with { Leader = second }],
        };
        Assert.Equal(trouble, TimeseriesProbe.Trouble(groups));
    }

    [Fact]
    public async Task Node_is_observed_with_its_groups_its_copies_and_the_catalog()
    {
        using var node = new FakeNode(
            ("/ping", """{"product":"chaos-tsdb","version":"1","node_id":2}"""),
            ("/debug/raft", """
            [{"shard":0,"partition":0,"role":"Follower","term":4,"leader":1,"vote":3,"commit":9,"last":9,"snapshot":0,"voters":[1,2]},
             {"shard":1,"partition":1,"role":"Leader","term":2,"leader":2,"commit":5,"last":6,"snapshot":0,"voters":[1,2],"learners":[]},
             {"shard":2,"partition":0,"role":"Leader","term":2,"leader":null,"commit":5,"last":6,"snapshot":0,"voters":[2],"learners":[]}]
            """),
            ("/debug/rpcs?method=LockShardWrites", """[{"number":7,"method":"LockShardWrites","shard_id":1,"outcome":"refused"}]"""),
            ("/api/v3/cluster/shards", Shards), ("/debug/partitions/1/1/checksum", """{"crc32c":"00ab12cd","points":17,"applied":19}"""));
        foreach (var method in (string[])["PrepareShardSnapshot", "ApplyShardSnapshot", "SignalWalStreamProcessed", "UnlockShardWrites",
            "DeleteShardData"]) node.Say($"/debug/rpcs?method={method}", "[]");
        await using var database = Connect(node);
        var probe = (IObservationProbe)database;

        var raft = RaftView.AllFrom(await probe.ObserveAsync(new(RaftView.Topic, "n1"), Cancellation));
        Assert.Equal([new RaftView("2", 4, "1", "catalog", "3"), new("2", 2, "2", "1/1"), new("2", 2, null, "2/0")], raft!);

        var replicas = ReplicasView.From(await probe.ObserveAsync(new(ReplicasView.Topic, "n1"), Cancellation))!;
        Assert.Equal("2", replicas.Node);
        Assert.Equal(new ReplicaCopy(new("register", 1, 1), 17, "00ab12cd", Stored: 19), Assert.Single(replicas.Copies));

        var calls = CallsView.From(await probe.ObserveAsync(new(CallsView.Topic, "n1"), Cancellation))!;
        Assert.Equal(("2", new ReceivedCall(7, "LockShardWrites", "register", 1, false)), (calls.Node, Assert.Single(calls.Calls)));

        var shards = ShardsView.From(await probe.ObserveAsync(new(ShardsView.Topic, "n1"), Cancellation))!.Shards;
        Assert.Equal(["1/set", "register"], shards.Select(s => s.Table));
        Assert.Equal(("3", "MigratingWAL", 3), (shards[1].Target, shards[1].Status, shards[1].History.Count));
        Assert.Equal([["1", "2"], ["2", "3"]], shards[1].Replicas);
    }

    [Fact]
    public async Task Node_tells_each_block_of_its_logs_once_and_all_of_them_when_it_began_again()
    {
        using var node = new FakeNode(("/ping", """{"node_id":2}"""));
        await using var database = Connect(node);
        async Task<IReadOnlyList<CommittedView>> LookAsync(string since, long commit, params string[] marks)
        {
            var told = string.Join(
                ',', marks.Select(m => m.Split(' ')).Select(m => $$"""{"block":{{m[0]}},"index":{{m[1]}},"sum":"{{m[2]}}"}"""));
            node.Say("/debug/raft/committed", $$"""
                [{"shard":3,"partition":1,"since":"{{since}}","commit":{{commit}},"term":4,"voters":[1,2],"marks":[{{told}}]}]
                """);
            return CommittedView.AllFrom(
                await ((IObservationProbe)database).ObserveAsync(new(CommittedView.Topic, "n1"), Cancellation))!;
        }

        var first = Assert.Single(await LookAsync("a", 65, "1 64 aa", "65 65 bb"));
        Assert.Equal(("2", "3/1", "a", 65L), (first.Member, first.Group, first.Since, first.Commit));
        Assert.Equal(["1", "2"], first.Voters);
        Assert.Equal([new(1, 64, "aa"), new CommittedMark(65, 65, "bb")], first.Marks);
        Assert.Equal([new CommittedMark(65, 70, "cc")], (await LookAsync("a", 70, "1 64 aa", "65 70 cc")).Single().Marks);
        Assert.Equal([new CommittedMark(1, 64, "aa")], (await LookAsync("b", 64, "1 64 aa")).Single().Marks);
        Assert.Equal((await LookAsync("b", 64, "1 64 aa")).Single().Marks, (await LookAsync("b", 64, "1 64 aa")).Single().Marks);
    }

    [Fact]
    public async Task Node_that_does_not_answer_is_observed_as_none()
    {
        using var node = new FakeNode();
        await using var database = Connect(node);
        // What it has logged is asked of the engine, not of the node.
        foreach (var subject in ((IObservationProbe)database).Subjects.Where(s => !s.IsAskedAtEnd))
            Assert.Equal(OpValue.None, await ((IObservationProbe)database).ObserveAsync(subject, Cancellation));
    }

    [Fact]
    public async Task Node_that_the_catalog_has_no_more_is_no_trouble_and_one_that_it_never_had_is()
    {
        const string Write = "/api/v3/write_lp?db=chaos&precision=nanosecond";
        using var first = new FakeNode(
            ("/ping", """{"node_id":1}"""), ("/api/v3/cluster/nodes", """[{"id":1}]"""),
            ("/debug/raft", """[{"shard":0,"partition":0,"role":"Leader","term":4,"leader":1,"voters":[1]}]"""));
        using var second = new FakeNode(("/ping", """{"node_id":2}"""));
        first.Say(Write, "", 204);
        second.Say(Write, """{"error":"node 2 does not lead"}""", 503);
        await using var database = Connect(first, second);

        Assert.False((await ((IHealthProbe)database).CheckAsync(Cancellation)).Healthy);
        first.Say("/api/v3/cluster/nodes", """[{"id":1},{"id":2}]""");
        Assert.StartsWith("n2 does not take writes", (await ((IHealthProbe)database).CheckAsync(Cancellation)).Detail);
        first.Say("/api/v3/cluster/nodes", """[{"id":1}]""");
        Assert.Equal(
            new Health(true, "1 of 1 nodes take writes, and their groups have leaders"),
            await ((IHealthProbe)database).CheckAsync(Cancellation));
    }

    private static IDatabase Connect(FakeNode node, FakeNode? second = null)
    {
        var cluster = new FakeCluster(new ClusterNode("n1", "node"), new ClusterNode("n2", "node"));
        cluster.Addresses["n1"] = node.Address;
        if (second is not null) cluster.Addresses["n2"] = second.Address;
        return new TimeseriesKind().Connect(
            new DatabaseRequest(cluster, new TimeseriesOptions(), "run/0/", TimeSpan.FromSeconds(5), TimeProvider.System));
    }

    private static GroupPage Page(ulong shard, string role, long term) => new(shard, 0, role, term, 1, [1, 2, 3]);
}
