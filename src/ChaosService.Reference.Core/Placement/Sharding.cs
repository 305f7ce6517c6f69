using System.Text;

namespace ChaosService.Reference.Core.Placement;

/// <summary>How a table's points are divided among hash partitions.</summary>
/// <param name="ShardKeys">Tags, in hashing order. None: everything is in partition 0.</param>
/// <param name="HashPartitions">At least 1.</param>
internal sealed record Sharding(IReadOnlyList<string> ShardKeys, int HashPartitions)
{
    public static Sharding None { get; } = new([], 1);

    public bool IsHashed => HashPartitions > 1 && ShardKeys.Count > 0;

    /// <param name="tag">The value of a tag, or null when the point does not have it.</param>
    /// <param name="nodes">The number of nodes; used only by a bug.</param>
    public PartitionChoice PartitionOf(Func<string, string?> tag, PlacementBugs bugs = PlacementBugs.None, int nodes = int.MaxValue)
    {
        if (!IsHashed) return new(0, null);
        var key = new StringBuilder();
        foreach (var name in ShardKeys)
        {
            if (tag(name) is not { } value) return new(0, name);
            key.Append(key.Length > 0 ? "," : "").Append(name).Append('=').Append(value);
        }
        var bytes = Encoding.UTF8.GetBytes(key.ToString());
        var hash = bugs.HasFlag(PlacementBugs.SkewedHash) ? (uint)bytes.Sum(b => b) : Murmur3.Hash(bytes);
        var partition = (int)(hash % (uint)HashPartitions);
        return new(bugs.HasFlag(PlacementBugs.PartitionModuloNodes) ? partition % nodes : partition, null);
    }
}
