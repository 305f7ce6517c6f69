using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Timeseries;
using ChaosService.Workloads.Timeseries.Observing;
using ChaosService.Workloads.Timeseries.Points;

namespace ChaosService.Tests.Workloads.Timeseries;

/// <summary>What nodes tell of the queries that they were asked.</summary>
public sealed class ObservedQueriesTests
{
    private static readonly PointShape Shape = new(10, false, PointTimes.Varied, 4, 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<PointQuery> Queries =>
    [
        new PointQuery(Shape, false), new PointQuery(Shape, true, PointQuery.ByRegion, Key: 7, FromNs: PointShape.BaseNs + 1_234_567_000),
        new PointQuery(Shape, false, Region: 2, UntilNs: PointShape.BaseNs + PointShape.ShardNs),
        new PointQuery(Shape, true, Key: 0, Region: 1, FromNs: PointShape.BaseNs, UntilNs: PointShape.BaseNs + 1),
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Conditions_are_those_that_the_workload_asked_with(PointQuery query)
    {
        var tables = new TimeseriesTables("run/0/");
        var read = QueryConditions.Of(PointSql.Of(query, tables.Quoted("t1")))!;
        Assert.Equal((tables.Full("t1"), query.FromNs, query.UntilNs), (read.Table, read.FromNs, read.UntilNs));
        Assert.Equal(query.Key is { } key ? $"k{key}" : null, read.Tags.GetValueOrDefault("key"));
        Assert.Equal(query.Region is { } region ? $"r{region}" : null, read.Tags.GetValueOrDefault("region"));
    }

    [Fact]
    public void Registers_sets_and_whole_tables_are_understood_and_other_texts_are_not()
    {
        var tables = new TimeseriesTables("a\"b/0/");
        Assert.Equal("it's", QueryConditions.Of(tables.Registered("it's"))!.Tags["key"]);
        Assert.Equal(tables.Full("set"), QueryConditions.Of(tables.Elements())!.Table);
        Assert.Empty(QueryConditions.Of(PointSql.All(Shape, tables.Quoted("t0")))!.Tags);
        foreach (var other in (string[])["key = 'a' OR key = 'b'", "time < '9'", "key < 'a'", "key = 'a'; DROP"])
            Assert.Null(QueryConditions.Of($"SELECT n FROM \"t\" WHERE {other}"));
        Assert.Null(QueryConditions.Of("SELECT 1"));
    }

    [Fact]
    public async Task Node_tells_each_query_once_and_begins_again_after_a_restart()
    {
        using var node = new FakeNode(("/ping", """{"product":"chaos-tsdb","version":"1","node_id":2}"""));
        var cluster = new FakeCluster(new ClusterNode("n1", "node"));
        cluster.Addresses["n1"] = node.Address;
        await using var database = new TimeseriesKind().Connect(
            new DatabaseRequest(cluster, new TimeseriesOptions(), "run/0/", TimeSpan.FromSeconds(5), TimeProvider.System));
        var probe = (IObservationProbe)database;
        var subject = probe.Subjects.Single(s => s.Topic == QueriesView.Topic);
        Assert.True(subject.IsCostly);

        node.Say("/debug/queries?after=0", $"[{Page(1, "run/0/t0", 3)},{Page(2, "other/0/t0", 3)}]");
        var first = await LookAsync();
        Assert.Equal([1L], first.Queries.Select(q => q.Number));
        Assert.Equal(("t0", "k1", 1_500_000L, true), (
            first.Queries[0].Table, first.Queries[0].Tags["key"], first.Queries[0].TookNs, first.Queries[0].Ok));
        Assert.Equal(("3", 17L, 99L), (first.Queries[0].Nodes[0].Node, first.Queries[0].Nodes[0].Points, first.Queries[0].Nodes[0].Bytes));
        Assert.Equal(["1/0", "2/1"], first.Queries[0].Nodes[0].Partitions);

        node.Say("/debug/queries?after=1", $"[{Page(2, "other/0/t0", 3)}]");
        var same = await probe.ObserveAsync(subject, Cancellation);
        Assert.Equal(first.ToValue(), same);

        node.Say("/debug/queries?after=1", $"[{Page(5, "run/0/t0", 4)}]");
        var later = await LookAsync();
        Assert.Equal((5L, 2L), (Assert.Single(later.Queries).Number, later.Missed));

        node.Say("/debug/queries?after=4", "[]");
        node.Say("/debug/queries?after=0", $"[{Page(1, "run/0/t0", 9)}]");
        Assert.Equal(1, Assert.Single((await LookAsync()).Queries).Number);

        async Task<QueriesView> LookAsync() => QueriesView.From(await probe.ObserveAsync(subject, Cancellation))!;
    }

    private static string Page(long number, string table, long at) => $$"""
        {"number":{{number}},"at":{{at}},"seconds":0.0015,"sql":"SELECT n FROM \"{{table}}\" WHERE key = 'k1'","way":"planned","status":200,
         "nodes":[{"node_id":3,"fragments":2,"partitions":["1/0","2/1"],"points_scanned":17,"bytes_scanned":99,"errors":0}]}
        """;
}
