namespace ChaosService.Reference.Core.Placement;

/// <summary>
/// Which nodes hold each partition of a shard. Every partition has a list of its own: one list whose places are partitions would leave no
/// room for a second copy.
/// </summary>
internal static class Replicas
{
    /// <summary>
    /// Deals the nodes out like cards, round after round, so that no node holds two partitions more than another. The first of a list is
    /// the preferred leader; each round begins with another one.
    /// </summary>
    /// <param name="nodes">At least as many as copies are wanted.</param>
    /// <param name="first">Where dealing begins, so that not every shard begins with the same node.</param>
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
