using ChaosService.Checking.Linearizability.Registers;

namespace ChaosService.Checking.Linearizability.Zones;

/// <summary>
/// Reduces two blocks that must each precede the other to the three or four ops that show it, and prefers writes, which are the easiest for
/// a reader to understand: a completed before b began, and b' completed before a' began.
/// </summary>
internal static class Interleaving
{
    public static Conflict Of(RegisterOp[] ops, ValueClusters clusters, Block one, Block other)
    {
        var (stale, fresh) = IsOlder(ops, one, other) ? (one, other) : (other, one);
        var last = stale.LastBegun;
        var seen = Done(ops, fresh.Root) < Begun(ops, last) ? fresh.Root : fresh.FirstDone;
        last = Cause(ops, clusters, last, Done(ops, seen));
        var first = Done(ops, stale.Root) < fresh.LastBegunNs ? stale.Root : stale.FirstDone;
        var after = Done(ops, first) < Begun(ops, seen) ? seen : Done(ops, first) < Begun(ops, fresh.Root) ? fresh.Root : fresh.LastBegun;
        return new Conflict(ConflictKind.Interleaved, first, after, seen, last);
    }

    /// <summary>
    /// The value that was written first is presented as the surprise; the register's first value always is. If both were written at the
    /// same time, it is the one that lasts longest: the stale read that comes last.
    /// </summary>
    private static bool IsOlder(RegisterOp[] ops, Block one, Block other)
    {
        if (one.Root < 0 || other.Root < 0) return one.Root < 0;
        if (ops[one.Root].End < ops[other.Root].Start) return true;
        return ops[other.Root].End >= ops[one.Root].Start && one.LastBegunNs >= other.LastBegunNs;
    }

    /// <summary>The compare-and-set that went wrong explains more than a read of the value it left.</summary>
    private static int Cause(RegisterOp[] ops, ValueClusters clusters, int last, long afterNs)
    {
        for (var value = ops[last].Writes ? ops[last].To : ops[last].From; ; value = ops[last].From)
        {
            var writer = clusters.Of(value).Writer;
            if (writer < 0 || ops[writer].Action != RegisterAction.Cas || ops[writer].Start <= afterNs) return last;
            last = writer;
        }
    }

    private static long Done(RegisterOp[] ops, int op) => op < 0 ? long.MinValue : ops[op].End;

    private static long Begun(RegisterOp[] ops, int op) => op < 0 ? long.MinValue : ops[op].Start;
}
