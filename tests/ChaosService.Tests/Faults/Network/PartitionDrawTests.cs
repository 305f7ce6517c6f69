using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;

namespace ChaosService.Tests.Faults.Network;

public sealed class PartitionDrawTests
{
    private static readonly string[] Seven = ["a", "b", "c", "d", "e", "f", "g"];

    public static TheoryData<int, int> SizesAndSeeds =>
        [.. Enumerable.Range(3, 5).SelectMany(n => Enumerable.Range(1, 20).Select(seed => (n, seed)))];

    [Theory]
    [MemberData(nameof(SizesAndSeeds))]
    public void Halves_are_two_sides_whose_sizes_differ_by_one_at_most(int count, int seed) =>
        Assert.Equal([count / 2, count - count / 2], Sides(PartitionShape.Halves, count, seed));

    [Theory]
    [MemberData(nameof(SizesAndSeeds))]
    public void Majority_and_minority_are_the_smallest_majority_and_the_rest(int count, int seed) =>
        Assert.Equal([count - count / 2 - 1, count / 2 + 1], Sides(PartitionShape.MajorityMinority, count, seed));

    [Theory]
    [MemberData(nameof(SizesAndSeeds))]
    public void Random_sides_are_two_and_neither_is_empty(int count, int seed)
    {
        var sizes = Sides(PartitionShape.Random, count, seed);
        Assert.Equal((2, count), (sizes.Count, sizes.Sum()));
    }

    [Fact]
    public void Random_sides_come_in_every_size() => Assert.Equal(
        [1, 2, 3], Enumerable.Range(1, 200).Select(seed => Sides(PartitionShape.Random, 7, seed)[0]).Distinct().Order());

    [Theory]
    [MemberData(nameof(SizesAndSeeds))]
    public void Bridge_is_one_node_that_hears_two_sides_which_do_not_hear_each_other(int count, int seed)
    {
        var (nodes, grudge) = Draw(PartitionShape.Bridge, count, seed);
        var bridge = Assert.Single(nodes, n => grudge.Of(n).Count == 0);
        var left = grudge.Of(nodes.First(n => n != bridge));
        Assert.InRange(left.Count, (count - 1) / 2, count / 2);
        Assert.All(nodes.Where(n => n != bridge), n => Assert.Equal(count - 1 - (grudge.Of(n).Count), SeenBy(n, nodes, grudge).Count - 1));
        Assert.True(IsWhole(nodes.Where(n => n != bridge), grudge));
    }

    [Theory]
    [MemberData(nameof(SizesAndSeeds))]
    public void Ring_shows_each_node_a_majority_and_no_two_the_same(int count, int seed)
    {
        if (count < PartitionDraw.NodesMin(PartitionShape.MajoritiesRing)) return;
        var (nodes, grudge) = Draw(PartitionShape.MajoritiesRing, count, seed);
        var seen = nodes.Select(n => SeenBy(n, nodes, grudge)).ToArray();
        Assert.All(seen, s => Assert.True(s.Count > count / 2 && s.Count < count, string.Join(",", s)));
        Assert.Equal(count, seen.Select(s => string.Join(",", s)).Distinct().Count());
    }

    [Fact]
    public void Primaries_are_each_alone_and_the_rest_keep_together()
    {
        var grudge = PartitionDraw.Of(PartitionShape.Primaries, ["b", "d"], Seven[..5], seed: 1);
        Assert.Equal(["a", "c", "d", "e"], grudge.Of("b"));
        Assert.Equal(["a", "b", "c", "e"], grudge.Of("d"));
        Assert.Equal(["b", "d"], grudge.Of("a"));
        Assert.Equal("a, c, e from b, d; b from a, c, d, e; d from a, b, c, e", $"{grudge}");
    }

    [Theory]
    [InlineData("Halves")]
    [InlineData("Bridge")]
    [InlineData("MajoritiesRing")]
    [InlineData("Random")]
    public void Seed_decides_and_the_same_one_decides_the_same(string name)
    {
        var shape = Enum.Parse<PartitionShape>(name);
        var drawn = Enumerable.Range(1, 30).Select(seed => $"{Draw(shape, 7, seed).Grudge}").ToArray();
        Assert.Equal(drawn, Enumerable.Range(1, 30).Select(seed => $"{Draw(shape, 7, seed).Grudge}"));
        Assert.True(drawn.Distinct().Count() > 10, "seeds draw the same");
    }

    [Fact]
    public void Grudge_is_held_both_ways()
    {
        var grudge = Grudge.Between(["a"], ["b", "c"]);
        Assert.True(grudge.IsCut("a", "b") && grudge.IsCut("b", "a"));
        Assert.False(grudge.IsCut("b", "c") || grudge.IsCut("a", "z"));
    }

    /// <summary>The sizes of the sides, the smaller first; who is on one side hears all of it and nobody else.</summary>
    private static IReadOnlyList<int> Sides(PartitionShape shape, int count, int seed)
    {
        var (nodes, grudge) = Draw(shape, count, seed);
        Assert.True(IsWhole(nodes, grudge));
        return [.. nodes.Select(n => string.Join(",", SeenBy(n, nodes, grudge))).Distinct().Select(s => s.Split(',').Length).Order()];
    }

    /// <summary>Whoever a node hears hears the same nodes.</summary>
    private static bool IsWhole(IEnumerable<string> nodes, Grudge grudge)
    {
        string[] all = [.. nodes];
        return all.All(n => SeenBy(n, all, grudge) is var side && side.All(other => SeenBy(other, all, grudge).SequenceEqual(side)));
    }

    private static IReadOnlyList<string> SeenBy(string node, IEnumerable<string> nodes, Grudge grudge) =>
        [.. nodes.Where(n => !grudge.IsCut(node, n))];

    private static (string[] Nodes, Grudge Grudge) Draw(PartitionShape shape, int count, int seed) =>
        (Seven[..count], PartitionDraw.Of(shape, Seven[..count], Seven[..count], seed));
}
