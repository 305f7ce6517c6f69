using System.Text;
using ChaosService.Reference.Core.Placement;

namespace ChaosService.Reference.Tests.Placement;

public sealed class PlacementTests
{
    /// <summary>From other implementations of MurmurHash3_x86_32.</summary>
    [Theory]
    [InlineData("", 0u, 0u)]
    [InlineData("", 1u, 0x514E28B7u)]
    [InlineData("", 0xFFFFFFFFu, 0x81F16F39u)]
    [InlineData("aaaa", 0x9747B28Cu, 0x5A97808Au)]
    [InlineData("aaa", 0x9747B28Cu, 0x283E0130u)]
    [InlineData("aa", 0x9747B28Cu, 0x5D211726u)]
    [InlineData("a", 0x9747B28Cu, 0x7FA09EA6u)]
    [InlineData("abcd", 0x9747B28Cu, 0xF0478627u)]
    [InlineData("Hello, world!", 0x9747B28Cu, 0x24884CBAu)]
    [InlineData("ππππππππ", 0x9747B28Cu, 0xD58063C1u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x9747B28Cu, 0x2FA826CDu)]
    public void Murmur3_gives_the_known_hashes(string text, uint seed, uint expected) =>
        Assert.Equal(expected, Murmur3.Hash(Encoding.UTF8.GetBytes(text), seed));

    [Fact]
    public void Partition_is_the_hash_of_the_keys_in_their_order()
    {
        var sharding = new Sharding(["region", "host"], 8);

        var choice = sharding.PartitionOf(key => key == "host" ? "a" : "eu");

        Assert.Equal((int)(Murmur3.Hash("region=eu,host=a"u8) % 8), choice.Partition);
        Assert.Null(choice.Error);
    }

    [Fact]
    public void Point_without_a_shard_key_belongs_nowhere() =>
        Assert.Equal(
            "Missing required shard key tag: host",
            new Sharding(["region", "host"], 8).PartitionOf(key => key == "region" ? "eu" : null).Error);

    [Theory]
    [InlineData(1, "host")]
    [InlineData(8)]
    public void Without_keys_or_partitions_nothing_is_hashed(int partitions, params string[] keys) =>
        Assert.Equal(new PartitionChoice(0, null), new Sharding(keys, partitions).PartitionOf(_ => null));

    [Fact]
    public void Hash_spreads_keys_that_are_alike_and_the_bug_does_not()
    {
        var sharding = new Sharding(["host"], 4);

        Assert.InRange(SpreadOf(PlacementBugs.None).Imbalance, 1, 1.1);
        Assert.Equal(4, SpreadOf(PlacementBugs.SkewedHash).Imbalance);

        Spread SpreadOf(PlacementBugs bugs)
        {
            var counts = new long[4];
            for (var i = 0; i < 8_000; i++)
            {
                var host = Pair(i % 20) + Pair(i / 20 % 20) + Pair(i / 400);
                counts[sharding.PartitionOf(_ => host, bugs).Partition]++;
            }
            return Spread.Of(counts);
        }

        // Letters that go up and down together keep their sum.
        static string Pair(int i) => $"{(char)('a' + i)}{(char)('z' - i)}";
    }

    [Fact]
    public void Bug_shows_only_with_more_partitions_than_nodes()
    {
        var sharding = new Sharding(["host"], 4);
        bool Differs(int nodes) => Enumerable.Range(0, 100).Any(i =>
            sharding.PartitionOf(_ => $"{i}") != sharding.PartitionOf(_ => $"{i}", PlacementBugs.PartitionModuloNodes, nodes));

        Assert.False(Differs(4));
        Assert.True(Differs(3));
    }

    [Theory]
    [InlineData(0, 10, 0, 10)]
    [InlineData(9, 10, 0, 10)]
    [InlineData(10, 10, 10, 20)]
    [InlineData(-1, 10, -10, 0)]
    [InlineData(-10, 10, -10, 0)]
    [InlineData(long.MinValue, 1000, long.MinValue, -9223372036854775000)]
    [InlineData(long.MaxValue, 1000, 9223372036854775000, long.MaxValue)]
    public void Time_is_in_the_range_that_holds_it(long time, long width, long start, long end) =>
        Assert.Equal(new TimeRange(start, end), TimeRange.Holding(time, width));

    [Fact]
    public void Replicas_are_different_nodes_dealt_out_evenly()
    {
        foreach (var nodes in Enumerable.Range(1, 10))
        {
            foreach (var partitions in Enumerable.Range(1, 12))
            {
                foreach (var copies in Enumerable.Range(1, nodes))
                {
                    var dealt = Replicas.Deal([.. Enumerable.Range(1, nodes).Select(n => (uint)n)], partitions, copies, first: 3);
                    Assert.Equal(partitions, dealt.Count);
                    Assert.All(dealt, r => Assert.Equal(copies, r.Distinct().Count()));
                    var held = Enumerable.Range(1, nodes).Select(n => (long)dealt.Count(r => r.Contains((uint)n))).ToList();
                    Assert.True(
                        held.Max() - held.Min() <= 1, $"{nodes} nodes, {partitions} partitions, {copies} copies: {string.Join(' ', held)}");
                }
            }
        }
    }

    [Fact]
    public void Every_node_leads_something_when_all_hold_everything() =>
        Assert.Equal([1u, 2u, 3u], Replicas.Deal([1, 2, 3], 3, 3).Select(r => r[0]).Order());

    [Fact]
    public void More_copies_than_nodes_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Replicas.Deal([1, 2], 1, 3));
}
