using ChaosService.Checking.Linearizability.Registers;

namespace ChaosService.Checking.Linearizability.Zones;

/// <summary>
/// Linearizability of a register whose values are each written once, in O(n log n) after Gibbons and Korach (SIAM J. Comput. 1997),
/// extended to compare-and-set: the clusters of a chain of compare-and-sets must follow each other with nothing between them, so a chain is
/// one block. Inside a block the values determine the order. Between blocks only two times matter: when the block's first op completed and
/// when its last op began. A must precede B when A's first op completed before B's last op began; the history is linearizable if and only
/// if no two blocks must each precede the other (a longer cycle always contains such a pair: take its block that completed first).
/// </summary>
internal static class ZoneCheck
{
    /// <summary>The conflicts, empty when linearizable; null when a value was written twice and zones cannot decide.</summary>
    public static List<Conflict>? TryCheck(RegisterOp[] ops)
    {
        var conflicts = new List<Conflict>();
        if (ValueClusters.TryBuild(ops, conflicts) is not { } clusters) return null;
        var blocks = new List<Block>();
        for (var id = 0; id < clusters.All.Length; id++)
            if (clusters.All[id] is { Effective: true, Parent: < 0 })
                blocks.Add(Block.Of(ops, clusters, id, conflicts));
        Compare(ops, clusters, blocks, conflicts);
        return conflicts.ConvertAll(c => c with { Witnesses = [.. c.Ops.Where(o => o >= 0 && !ops[o].Certain).Select(clusters.Witness)] });
    }

    /// <summary>
    /// Blocks whose last op began after their first op completed (forward zones) must not overlap; a block whose ops were all concurrent (a
    /// backward zone) must not lie inside a forward one. Each block is reported at most once.
    /// </summary>
    private static void Compare(RegisterOp[] ops, ValueClusters clusters, List<Block> blocks, List<Conflict> conflicts)
    {
        blocks.Sort((a, b) => a.FirstDoneNs.CompareTo(b.FirstDoneNs));
        var forward = new List<Block>();
        var reaching = new List<Block>(); // For each forward block: which one up to it begins its last op latest.
        foreach (var block in blocks.Where(b => b.IsForward))
        {
            if (reaching is [.., var far] && block.FirstDoneNs < far.LastBegunNs) conflicts.Add(Interleaving.Of(ops, clusters, far, block));
            forward.Add(block);
            reaching.Add(reaching is [.., var before] && before.LastBegunNs > block.LastBegunNs ? before : block);
        }
        foreach (var block in blocks.Where(b => !b.IsForward))
        {
            var earlier = CountDoneBefore(forward, block.LastBegunNs);
            if (earlier > 0 && reaching[earlier - 1] is var far && block.FirstDoneNs < far.LastBegunNs)
                conflicts.Add(Interleaving.Of(ops, clusters, far, block));
        }
    }

    private static int CountDoneBefore(List<Block> forward, long ns)
    {
        var (low, high) = (0, forward.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (forward[middle].FirstDoneNs < ns) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
