using ChaosService.Checking.Linearizability.Registers;

namespace ChaosService.Checking.Linearizability.Zones;

/// <summary>A chain of clusters as a unit.</summary>
/// <param name="Root">The writer of the chain's first value; -1: the register's first value.</param>
/// <param name="FirstDone">The op that completed first; -1: the register's first value.</param>
/// <param name="LastBegun">The op that began last; -1: the register's first value.</param>
internal sealed record Block(int Root, int FirstDone, long FirstDoneNs, int LastBegun, long LastBegunNs)
{
    public bool IsForward => FirstDoneNs < LastBegunNs;

    /// <summary>
    /// Walks the chain: write, its reads, the cas that replaced it, its reads, … No op may have completed before one of an earlier position
    /// began. At most one conflict per block is reported: one late op would conflict with all after it.
    /// </summary>
    public static Block Of(RegisterOp[] ops, ValueClusters clusters, int root, List<Conflict> conflicts)
    {
        var walk = new Walk(ops);
        for (var id = root; id >= 0; id = clusters.All[id].Child)
        {
            var cluster = clusters.All[id];
            walk.Visit(cluster.Writer, cluster.Writer);
            walk.Visit(cluster.FirstDone, cluster.LastBegun);
        }
        if (walk.Conflict is { } conflict) conflicts.Add(conflict);
        var writer = clusters.All[root].Writer;
        return writer < 0
            ? new Block(-1, -1, long.MinValue, walk.LastBegun, walk.LastBegunNs)
            : new Block(writer, walk.FirstDone, walk.FirstDoneNs, walk.LastBegun, walk.LastBegunNs);
    }

    private struct Walk(RegisterOp[] ops)
    {
        public int FirstDone = -1;
        public long FirstDoneNs = long.MaxValue;
        public int LastBegun = -1;
        public long LastBegunNs = long.MinValue;
        public Conflict? Conflict;

        public void Visit(int firstDone, int lastBegun)
        {
            if (firstDone < 0) return;
            if (ops[firstDone].End < LastBegunNs) Conflict ??= new Conflict(ConflictKind.Order, LastBegun, firstDone);
            if (FirstDone < 0 || ops[firstDone].End < FirstDoneNs) (FirstDone, FirstDoneNs) = (firstDone, ops[firstDone].End);
            if (ops[lastBegun].Start > LastBegunNs) (LastBegun, LastBegunNs) = (lastBegun, ops[lastBegun].Start);
        }
    }
}
