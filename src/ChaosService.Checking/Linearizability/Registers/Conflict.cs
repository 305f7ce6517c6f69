namespace ChaosService.Checking.Linearizability.Registers;

internal enum ConflictKind
{
    /// <summary>[op]: it found a value that nobody wrote.</summary>
    Phantom,

    /// <summary>[first, second]: two compare-and-sets from one value that was written once.</summary>
    CasTwice,

    /// <summary>[ops…]: compare-and-sets that each depend on the one before, in a cycle.</summary>
    Circle,

    /// <summary>[early, late]: by their values early precedes late, yet late completed before early began.</summary>
    Order,

    /// <summary>[a, b, b', a']: a completed before b began, and b' before a' began, where a, a' and b, b' each belong together.</summary>
    Interleaved,

    /// <summary>The ops around the point at which no order can be continued.</summary>
    Stuck,
}

/// <summary>Why one register's history is not linearizable.</summary>
/// <param name="Ops">Positions in the register's ops, as described for the kind; -1 is the register's first value.</param>
internal sealed record Conflict(ConflictKind Kind, params int[] Ops)
{
    /// <summary>For those of the ops whose outcome is unknown: the ops that prove that they took effect.</summary>
    public IReadOnlyList<int> Witnesses { get; init; } = [];
}
