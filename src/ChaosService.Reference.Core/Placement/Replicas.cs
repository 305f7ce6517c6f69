namespace ChaosService.Reference.Core.Placement;

/// <summary>
/// The nodes that hold each partition of a shard. Every partition has its own list: a single list with one node per partition would leave
/// no room for a second copy.
/// </summary>
internal static class Replicas
{
    /// <summary>
    /// Deals the nodes out like cards, round by round, so that no node holds two partitions more than another. The first of a list is
    /// the preferred leader; each round begins with another node.
    /// </summary>
    /// <param name="nodes">At least as many as there are copies.</param>
    /// <param name="first">Where dealing begins, so that shards do not all begin with the same node.</param>
    public static IReadOnlyList<IReadOnlyList<uint>> Deal(IReadOnlyList<uint> nodes, int partitions, int copies, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copies);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(copies, nodes.Count);
        return [.. Enumerable.Range(0, partitions).Select(OfPartition)];

        IReadOnlyList<uint> OfPartition(int partition)
        {
            var (dealt, turn) = (partition * copies, partition * copies / nodes.Count % copies);
            return [.. Enumerable.Range(0, copies).Select(i => nodes[(first + dealt + ((i + turn) % copies)) % nodes.Count])];
        }
    }
}
