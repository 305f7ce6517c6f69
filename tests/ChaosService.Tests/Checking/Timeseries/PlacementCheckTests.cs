using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Verdicts;
using static ChaosService.Tests.Checking.Timeseries.ObservedScripts;

namespace ChaosService.Tests.Checking.Timeseries;

public class PlacementCheckTests
{
    private static CheckVerdict Check(Script script, PlacementParameters? parameters = null) =>
        script.Check("placement", parameters ?? new PlacementParameters());

    private static Script OnTwo(params string[] replicas) => new Script().Catalog(1, Shard("Stable", null, replicas));

    [Fact]
    public void Each_node_with_what_it_owns_is_valid()
    {
        var verdict = Check(OnTwo("1 2", "2 3").Holds(2, 1, Copy(5)).Holds(2, 2, Copy(5), Copy(3, partition: 1))
            .Holds(2, 3, Copy(3, partition: 1)).ToTheEnd());
        Assert.Equal((Outcome.Valid, "2 partitions with 4 copies where they belong"), (verdict.Outcome, verdict.Summary));
        Assert.Equal(1d, verdict.Figures["spread_count"]);
    }

    [Fact]
    public void Copy_that_nobody_should_have_and_copy_that_is_missing_are_found()
    {
        var verdict = Check(OnTwo("1 2").Holds(2, 1, Copy(5)).Holds(2, 2).Holds(2, 3, Copy(5)).ToTheEnd());
        Assert.Equal(
            ["foreign-copy: n3 holds partition 0 of shard 1 of table t0 at the end, which 1, 2 own",
             "missing-copy: n2 owns partition 0 of shard 1 of table t0 and holds nothing of it at the end"],
            verdict.Findings.Select(f => $"{f.Anomaly}: {f.Explanation}").Order());
    }

    [Fact]
    public void Catalog_with_fewer_copies_is_found_though_they_come_back()
    {
        var script = OnTwo("1 2").Catalog(5, Shard("Stable", null, "1")).Catalog(9, Shard("Stable", null, "1 2"))
            .Holds(2, 1, Copy(5)).Holds(2, 2, Copy(5)).ToTheEnd();
        Assert.Equal("too-few-copies", Check(script).Findings.Single().Anomaly);
        Assert.Equal("too-few-copies",
            Check(OnTwo("1 2").Holds(2, 1, Copy(5)).Holds(2, 2, Copy(5)).ToTheEnd(), new(Replicas: 3)).Findings.Single().Anomaly);
    }

    [Fact]
    public void Two_copies_on_one_node_and_an_uneven_spread_are_found()
    {
        Assert.Contains(Check(OnTwo("1 1").Holds(2, 1, Copy(5)).ToTheEnd()).Findings, f => f.Anomaly == "same-node");
        var script = OnTwo("1 2", "1 3", "1 2").Holds(2, 1, Copy(1), Copy(1, partition: 1), Copy(1, partition: 2))
            .Holds(2, 2, Copy(1), Copy(1, partition: 2)).Holds(2, 3, Copy(1, partition: 1)).ToTheEnd();
        Assert.Equal("uneven", Check(script, new(Spread: 1)).Findings.Single().Anomaly);
        Assert.Equal(Outcome.Valid, Check(script, new(Spread: 2)).Outcome);
    }

    [Fact]
    public void Points_in_the_partition_of_their_hash_are_valid_and_others_are_found()
    {
        var counts = PointScripts.Numbers(10_000, 100).CountBy(n => Murmur3.Of($"key=k{PointScripts.Shape.At(n).Key}") % 2).ToDictionary();
        Assert.Equal(2, counts.Count);
        Assert.Equal(Outcome.Valid, Check(Held(counts[0], counts[1])).Outcome);
        var moved = Check(Held(counts[0] - 1, counts[1] + 1));
        Assert.Equal(["misplaced", "misplaced"], moved.Findings.Select(f => f.Anomaly));
        Assert.Equal(Outcome.Valid, Check(Held(counts[0] - 1, counts[1] + 1), new(Hashed: false)).Outcome);

        static Script Held(long first, long second) => OnTwo("1", "1").WritePoints(10_000, 100, 0, 1)
            .Holds(2, 1, Copy(first), Copy(second, partition: 1)).ToTheEnd();
    }

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("test", 0xba6bd213u)]
    [InlineData("Hello, world!", 0xc0363e43u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x2e4ff723u)]
    public void Hash_is_the_published_one(string text, uint hash) => Assert.Equal(hash, Murmur3.Of(text));

    [Fact]
    public void Shard_that_moves_at_the_end_and_node_that_is_silent_are_unknown()
    {
        Assert.Equal(
            "shard 1 of t0 was moving at the end",
            Check(new Script().Catalog(1, Shard("Stable MigratingSnapshot", "3", "1")).Holds(2, 1, Copy(5)).ToTheEnd()).Summary);
        Assert.Equal(Outcome.Unknown, Check(OnTwo("1 2").Holds(2, 1, Copy(5)).Silent(2, 2).ToTheEnd()).Outcome);
        Assert.Equal("the catalog was not seen to have a shard", Check(new Script().Holds(2, 1, Copy(5)).ToTheEnd()).Summary);
    }
}
