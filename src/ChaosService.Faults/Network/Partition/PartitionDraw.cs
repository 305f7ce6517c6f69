using ChaosService.Faults.Network.State;
using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Network.Partition;

/// <summary>Decides which nodes are cut off from each other. A pure function of shape, nodes and seed.</summary>
internal static class PartitionDraw
{
    private static readonly Dictionary<string, PartitionShape> Words = new(StringComparer.Ordinal)
    {
        ["isolate"] = PartitionShape.Isolate, ["halves"] = PartitionShape.Halves,
        ["majority-minority"] = PartitionShape.MajorityMinority, ["bridge"] = PartitionShape.Bridge,
        ["majorities-ring"] = PartitionShape.MajoritiesRing, ["random"] = PartitionShape.Random, ["primaries"] = PartitionShape.Primaries,
    };

    /// <summary>The shapes as an experiment calls them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Words.Keys];

    public static PartitionShape Named(string word) => Words[word];

    public static string NameOf(PartitionShape shape) => Words.First(w => w.Value == shape).Key;

    /// <summary>With fewer there is nothing to split, or every node reaches every other.</summary>
    public static int NodesMin(PartitionShape shape) => shape switch
    {
        PartitionShape.Halves or PartitionShape.Random => 2,
        PartitionShape.MajorityMinority or PartitionShape.Bridge => 3,
        PartitionShape.MajoritiesRing => 5,
        _ => 1,
    };

    /// <param name="nodes">At least <see cref="NodesMin"/>.</param>
    /// <param name="members">All of the cluster: those that primaries are cut off from.</param>
    public static Grudge Of(PartitionShape shape, IReadOnlyList<string> nodes, IReadOnlyList<string> members, long seed)
    {
        var random = SeededRandom.Derive(seed, "partition");
        var drawn = nodes.ToArray();
        random.Shuffle<string>(drawn);
        return shape switch
        {
            PartitionShape.Halves => Grudge.Between(drawn[..(drawn.Length / 2)], drawn[(drawn.Length / 2)..]),
            PartitionShape.MajorityMinority => Grudge.Between(drawn[..(drawn.Length / 2 + 1)], drawn[(drawn.Length / 2 + 1)..]),
            // The first is the bridge.
            PartitionShape.Bridge => Grudge.Between(drawn[1..((drawn.Length + 1) / 2)], drawn[((drawn.Length + 1) / 2)..]),
            PartitionShape.MajoritiesRing => Ring(drawn),
            PartitionShape.Random => Sides(drawn, random),
            PartitionShape.Primaries => Grudge.Between([.. nodes.Select(n => new[] { n }), [.. members.Except(nodes)]]),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "has no grudge of its own"),
        };
    }

    /// <summary>On a circle each hears as many neighbours on either side as make a majority with itself.</summary>
    private static Grudge Ring(string[] circle)
    {
        var (count, reach) = (circle.Length, (circle.Length / 2 + 1) / 2);
        var grudge = new Grudge();
        for (var i = 0; i < count; i++)
            grudge.Add(circle[i], Enumerable.Range(reach + 1, count - 1 - 2 * reach).Select(step => circle[(i + step) % count]));
        return grudge;
    }

    /// <summary>One is on the first side and one on the second in any case.</summary>
    private static Grudge Sides(string[] drawn, SeededRandom random)
    {
        var first = drawn.Select((_, i) => i == 0 || (i > 1 && random.Next(2) == 0)).ToArray();
        return Grudge.Between([.. drawn.Where((_, i) => first[i])], [.. drawn.Where((_, i) => !first[i])]);
    }
}
