using ChaosService.Model.Histories;

namespace ChaosService.Checking.Linearizability.Live;

/// <summary>What is known so far of one value of a register: its op that completed first, and its op that began last.</summary>
internal sealed class LiveCluster(long value)
{
    public long Value => value;

    /// <summary>Null: the register's first value.</summary>
    public Op? Writer { get; set; }

    public Op? FirstDone { get; private set; }

    public long FirstDoneNs { get; private set; } = value == OpValue.Nil ? long.MinValue : long.MaxValue;

    public Op? LastBegun { get; private set; }

    public long LastBegunNs { get; private set; } = long.MinValue;

    public void Add(in Op op)
    {
        if (op.CompletedNs < FirstDoneNs) (FirstDone, FirstDoneNs) = (op, op.CompletedNs);
        if (op.InvokedNs > LastBegunNs) (LastBegun, LastBegunNs) = (op, op.InvokedNs);
    }

    /// <summary>
    /// Whether each must precede the other. A cas belongs to two values and may be compared with itself: that is harmless, as it never
    /// completes before it begins.
    /// </summary>
    public bool Clashes(LiveCluster other) => FirstDoneNs < other.LastBegunNs && other.FirstDoneNs < LastBegunNs;
}
