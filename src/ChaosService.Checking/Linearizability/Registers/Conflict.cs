namespace ChaosService.Checking.Linearizability.Registers;

internal enum ConflictKind
{
    /// <summary>[op]: it found a value that nobody wrote.</summary>
    Phantom,

    /// <summary>[first, second]: two compare-and-sets from one value that was written once.</summary>
    CasTwice,

    /// <summary>[ops…]: compare-and-sets that each need the one before, in a circle.</summary>
    Circle,

    /// <summary>[early, late]: by their values early comes before late, yet late was done before early began.</summary>
    Order,

    /// <summary>[a, b, b', a']: a was done before b began, and b' before a' began, where a, a' and b, b' each belong together.</summary>
    Interleaved,

    /// <summary>The ops around the point where no order goes on.</summary>
    Stuck,
}

/// <summary>Why one register's history is not linearizable.</summary>
/// <param name="Ops">Positions in the register's ops, as the kind says; -1 is the register's first value.</param>
internal sealed record Conflict(ConflictKind Kind, params int[] Ops)
{
    /// <summary>For those of the ops whose outcome is unknown: the ops that prove that they happened.</summary>
    public IReadOnlyList<int> Witnesses { get; init; } = [];
}
