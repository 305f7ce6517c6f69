using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability;

internal enum Fate
{
    /// <summary>Known to be in the set, and in every read since. </summary>
    Stable,

    /// <summary>Known to be in the set, missing from a later read, and back again.</summary>
    Stale,

    /// <summary>Acknowledged or seen, and missing from the reads since.</summary>
    Lost,

    /// <summary>Never acknowledged and never seen: it may not have happened.</summary>
    Absent,

    /// <summary>Acknowledged, and no read that could show it.</summary>
    NeverRead,
}

/// <summary>What is known of one element of one set. Positions are in <see cref="History.Ops"/>; -1: none.</summary>
internal struct Element
{
    public long Value;

    /// <summary>The add; -1: nobody ever tried.</summary>
    public int Add;

    /// <summary>When it was certainly in the set: acknowledged, or a read that showed it was done. <see cref="long.MaxValue"/>: never.</summary>
    public long KnownNs;

    /// <summary>The read that held it and was done first.</summary>
    public int FirstPresent;

    public int LastPresent;
    public int LastAbsent;

    /// <summary>The latest read that held it more than once.</summary>
    public int Duplicated;

    /// <summary>The read in which it was met last, to tell a duplicate within one read.</summary>
    public int Met;

    /// <summary>Read before anybody began to add it.</summary>
    public readonly bool IsPremature(ReadOnlySpan<Op> ops) => Add >= 0 && FirstPresent >= 0 && ops[FirstPresent].CompletedNs < ops[Add].InvokedNs;

    public readonly Fate Fate(ReadOnlySpan<Op> ops, bool acknowledged)
    {
        if (KnownNs == long.MaxValue) return Durability.Fate.Absent;
        if (LastAbsent < 0) return LastPresent >= 0 || !acknowledged ? Durability.Fate.Stable : Durability.Fate.NeverRead;
        var back = LastPresent >= 0 && ops[LastPresent].InvokedNs >= ops[LastAbsent].InvokedNs;
        return back ? Durability.Fate.Stale : Durability.Fate.Lost;
    }
}
