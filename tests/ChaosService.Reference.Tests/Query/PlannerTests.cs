using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Query.Plans;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Tests.Query;

public sealed class PlannerTests
{
    private readonly SampleCluster _cluster = new();

    [Fact]
    public void Plan_of_all_partitions_unites_what_is_here_and_what_is_remote() => Assert.Equal(
        """
        LimitExec: 5
          SortExec: AVG(usage) DESC
            AggregateExec: mode=Final, gby=[date_bin(100ns), region], aggr=[AVG(usage), COUNT(*)]
              UnionExec
                RemoteScanExec: node=2 (node2:9000), shard=1, hash_partition=0, time=[0, 1000)
                RemoteScanExec: node=3 (node3:9000), shard=1, hash_partition=1, time=[0, 1000)
                LocalScanExec: shard=1, hash_partition=2, time=[0, 1000)
                RemoteScanExec: node=2 (node2:9000), shard=1, hash_partition=3, time=[0, 1000)
                RemoteScanExec: node=3 (node3:9000), shard=2, hash_partition=0, time=[1000, 2000)
                LocalScanExec: shard=2, hash_partition=1, time=[1000, 2000)
                RemoteScanExec: node=2 (node2:9000), shard=2, hash_partition=2, time=[1000, 2000)
                RemoteScanExec: node=3 (node3:9000), shard=2, hash_partition=3, time=[1000, 2000)
        8 of 8 partitions are asked

        """,
        Text("SELECT region, AVG(usage), COUNT(*) FROM cpu GROUP BY date_bin(INTERVAL '100 nanoseconds', time), region "
            + "ORDER BY AVG(usage) DESC LIMIT 5"));

    [Fact]
    public void Plan_of_one_partition_needs_no_union() => Assert.Equal(
        """
        RemoteScanExec: node=3 (node3:9000), shard=1, hash_partition=1, time=[0, 1000)
        1 of 8 partitions are asked

        """,
        Text("SELECT usage FROM cpu WHERE host = 'a' AND time < 500"));

    [Theory]
    [InlineData("time < 1000", 4)]
    [InlineData("time >= 1000", 4)]
    [InlineData("time >= 999 AND time <= 1000", 8)]
    [InlineData("host = 'a'", 2)]
    [InlineData("host = 'a' AND time = 5", 1)]
    [InlineData("region = 'eu'", 8)]
    [InlineData("time >= 5000", 0)]
    [InlineData("time > 5 AND time < 3", 0)]
    public void Partitions_that_cannot_hold_a_row_are_left_out(string conditions, int expected)
    {
        Assert.Equal(expected, Plan($"SELECT usage FROM cpu WHERE {conditions}").Scans.Count);
        Assert.Equal(8, Plan($"SELECT usage FROM cpu WHERE {conditions}", QueryBugs.NoPruning).Scans.Count);
    }

    [Fact]
    public void Shard_is_looked_up_by_the_keys_that_it_was_made_with()
    {
        _cluster.Do(new ConfigureSharding(6, "db", "cpu", ["region"], 2));

        Assert.Equal(8, Plan("SELECT usage FROM cpu WHERE region = 'eu'").Scans.Count);
        Assert.Equal(2, Plan("SELECT usage FROM cpu WHERE host = 'a'").Scans.Count);
    }

    [Fact]
    public void Another_holder_is_asked_when_the_first_is_down_and_without_one_the_error_names_it()
    {
        var cluster = new SampleCluster(copies: 2);
        cluster.Do(new SetNodeStatus(6, "2", "Down"));
        Assert.Null(Planner.Plan(cluster.Catalog, "db", Parse("SELECT usage FROM cpu"), self: 9, out var plan));
        Assert.DoesNotContain(plan!.Scans, s => s.Node == 2);

        _cluster.Do(new SetNodeStatus(6, "2", "Down"));
        Assert.Equal(
            new Answer(503, "no node that holds partition 0 of shard 1 is Active: it is on node 2"),
            Planner.Plan(_cluster.Catalog, "db", Parse("SELECT usage FROM cpu"), self: 1, out _));
    }

    [Theory]
    [InlineData("no", "cpu")]
    [InlineData("db", "no")]
    public void Table_that_is_not_there_is_not_found(string database, string table) =>
        Assert.Equal(404, Planner.Plan(_cluster.Catalog, database, Parse($"SELECT a FROM {table}"), 1, out _)!.Value.Status);

    private string Text(string sql) => PlanText.Of(Plan(sql));

    private QueryPlan Plan(string sql, QueryBugs bugs = QueryBugs.None)
    {
        Assert.Null(Planner.Plan(_cluster.Catalog, "db", Parse(sql), self: 1, out var plan, bugs));
        return plan!;
    }

    private static SelectStatement Parse(string sql)
    {
        Assert.Null(SqlParser.Parse(sql, out var select));
        return select!;
    }
}
