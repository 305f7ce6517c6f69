using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Checking.Timeseries.Pruning;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;
using static ChaosService.Tests.Checking.Timeseries.ObservedScripts;

namespace ChaosService.Tests.Checking.Timeseries;

/// <summary>Two shards of two partitions, on the nodes 1 and 2, and 2 and 3. k1 belongs to one of them.</summary>
public class PruningCheckTests
{
    private static readonly long Own = Murmur3.Of("key=k1") % 2;

    private static CheckVerdict Check(Script script) => script.Check("pruning", new PruningParameters());

    private static ShardView Of(long shard, params string[] replicas) =>
        Shard("Stable", null, replicas) with { Shard = shard, Time = ((shard - 1) * 100, shard * 100), Keys = ["key"] };

    /// <summary>Nothing was asked of n1 before 10 ms, when the catalog had been seen.</summary>
    private static Script Cluster() =>
        new Script().Catalog(1, Of(1, "1 2", "2 3"), Of(2, "1 2", "2 3")).Served(10);

    private static ServedQuery Query(
        string? key = null, long? from = null, long? until = null, bool ok = true, long tookNs = 0, params string[] asked) => new(
        7, "t0", key is null ? new Dictionary<string, string>() : new() { ["key"] = key }, from, until, tookNs, ok,
        [.. asked.Select(a => a.Split(' ')).Select(a => new QueryShare(a[0], a[1..], 5, 50))]);

    [Fact]
    public void Queries_that_ask_just_what_can_hold_a_row_are_valid()
    {
        var verdict = Check(Cluster().Served(
            20, Query(asked: ["2 1/0 1/1 2/0 2/1"]), Query(from: 0, until: 100, asked: ["1 1/0", "3 1/1"]),
            Query("k1", asked: [$"2 1/{Own} 2/{Own}"]), Query("k1", 100, 150, asked: [$"2 2/{Own}"]), Query(from: 900)));
        Assert.Equal(
            (Outcome.Valid, "5 queries asked whom they should: 4 left out partitions, of 5 every partition is certain"),
            (verdict.Outcome, verdict.Summary));
    }

    [Theory]
    [InlineData(null, 0L, 100L, "2 1/0 1/1 2/0", "1 partition (2/0), which can hold no row of it: 2 of 4 can; node 2 did it for nothing")]
    [InlineData("k1", null, null, "2 1/0 1/1 2/0 2/1", "which can hold no row of it: 2 of 4 can; node 2 did it for nothing")]
    public void Partition_that_is_asked_for_nothing_is_found(string? key, long? from, long? until, string asked, string sentence)
    {
        var verdict = Check(Cluster().Served(20, Query(key, from, until, asked: [asked])));
        Assert.Equal((Outcome.Invalid, "not-pruned"), (verdict.Outcome, verdict.Findings.Single().Anomaly));
        Assert.EndsWith(sentence, verdict.Findings.Single().Explanation);
    }

    [Fact]
    public void Partition_that_is_left_out_is_found_by_its_hash()
    {
        var verdict = Check(Cluster().Served(20, Query("k1", asked: [$"2 1/{Own} 2/{1 - Own}"])));
        Assert.Equal(["not-pruned", "left-out"], verdict.Findings.Select(f => f.Anomaly));
        Assert.Equal(
            "query 7 of table t0 to n1, where key = 'k1', told at 0.020 s (history index 1002), was answered without 1 partition "
                + $"(2/{Own}), which may hold rows of it",
            verdict.Findings[1].Explanation);
    }

    [Fact]
    public void Node_that_never_owned_what_it_answered_for_is_found()
    {
        var foreign = Check(Cluster().Served(20, Query(from: 0, until: 100, asked: ["3 1/0 1/1"])));
        Assert.Equal("wrong-node", foreign.Findings.Single().Anomaly);
        // The target of a move may hold it before the catalog says so.
        var moved = Cluster().Catalog(15, Of(1, "1 2", "2 3") with { Target = "3" });
        Assert.Equal(Outcome.Valid, Check(moved.Served(20, Query(from: 0, until: 100, asked: ["3 1/0 1/1"]))).Outcome);
    }

    /// <summary>Such a query may have come before the shard was there, or ended before everybody was asked.</summary>
    [Fact]
    public void Query_that_failed_or_came_before_a_shard_need_not_ask_it()
    {
        var failed = Check(Cluster().Served(20, Query(until: 100, ok: false, asked: ["2 1/0"]), Query(until: 100, asked: ["2 1/0 1/1"])));
        Assert.Equal((Outcome.Valid, 1d), (failed.Outcome, failed.Figures["exact_count"]));
        var early = Cluster().Served(20, Query(until: 100, tookNs: 9_500_000, asked: ["2 1/0"]), Query(until: 100, asked: ["2 1/0 1/1"]));
        Assert.Equal(Outcome.Valid, Check(early).Outcome);
        var late = Cluster().Served(20, Query(until: 100, tookNs: 8_500_000, asked: ["2 1/0"]));
        Assert.Equal("left-out", Check(late).Findings.Single().Anomaly);
    }

    [Fact]
    public void Table_without_keys_has_everything_in_its_first_partition()
    {
        var script = new Script().Catalog(1, Of(1, "1", "2") with { Keys = [] }).Served(10);
        Assert.Equal(Outcome.Valid, Check(script.Served(20, Query("k1", asked: ["1 1/0"]))).Outcome);
    }

    [Fact]
    public void Nothing_to_leave_out_and_a_catalog_that_tells_too_little_are_unknown()
    {
        Assert.Equal("the catalog was not seen to have a shard", Check(new Script().Served(10)).Summary);
        Assert.Equal(
            "no query was seen that could leave out a partition, so nothing can be said",
            Check(Cluster().Served(20, Query(asked: ["2 1/0 1/1 2/0 2/1"]))).Summary);
        Assert.Equal(
            "no query came after its shards were seen, so that one was left out cannot be said",
            Check(new Script().Catalog(1, Of(1, "1 2", "2 3")).Served(20, Query("k1", asked: [$"2 1/{Own}"]))).Summary);
        var untold = new Script().Catalog(1, Shard("Stable", null, "1 2", "2 3")).Served(10).Served(20, Query("k1"));
        Assert.Equal(
            (Outcome.Unknown, "the catalog does not tell the times and keys of shard 1"), (Check(untold).Outcome, Check(untold).Summary));
        var other = Check(Cluster().Observed(QueriesView.Topic, "n1", 20, OpValue.Text("much")));
        Assert.Equal((Outcome.Unknown, "what n1 said at 0.020 s is not understood: \"much\""), (other.Outcome, other.Summary));
    }
}
