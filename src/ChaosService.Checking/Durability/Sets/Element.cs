using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Sets;

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

    /// <summary>Acknowledged, but no read could show it.</summary>
    NeverRead,
}

/// <summary>
/// What is known of one element of one set, from all attempts to add it: a client may retry after a timeout or a refusal, and another
/// attempt never invalidates what one attempt proves. Positions are in <see cref="History.Ops"/>; -1: none.
/// </summary>
internal struct Element(long value)
{
    public readonly long Value = value;

    /// <summary>The first attempt that was acknowledged.</summary>
    public int Acknowledged = -1;

    /// <summary>The first attempt that was acknowledged outside every <see cref="LossWindows"/>.</summary>
    public int Promised = -1;

    /// <summary>
    /// The earliest attempt of those that happened or may have happened: nobody can have seen the element before it began.
    /// </summary>
    public int Possible = -1;

    /// <summary>The last attempt that was refused.</summary>
    public int Refused = -1;

    /// <summary>
    /// When it was certainly in the set: an add was acknowledged, or a read that contained it completed. <see cref="long.MaxValue"/>:
    /// never.
    /// </summary>
    public long KnownNs = long.MaxValue;

    /// <summary>The read that contained it and completed first.</summary>
    public int FirstPresent = -1;

    public int LastPresent = -1;
    public int LastAbsent = -1;

    /// <summary>The latest read that contained it more than once.</summary>
    public int Duplicated = -1;

    /// <summary>The last read in which it occurred, to detect a duplicate within one read.</summary>
    public int Met = -1;

    public readonly bool WasTried => Possible >= 0 || Refused >= 0;

    public readonly bool WasSeen => FirstPresent >= 0;

    /// <summary>It was there although no add had begun, or every add was refused.</summary>
    public readonly bool IsPhantom(ReadOnlySpan<Op> ops) =>
        WasSeen && (Possible < 0 || ops[FirstPresent].CompletedNs < ops[Possible].InvokedNs);

    public readonly Fate Fate(ReadOnlySpan<Op> ops)
    {
        if (KnownNs == long.MaxValue) return Checking.Durability.Sets.Fate.Absent;
        if (LastAbsent < 0)
            return WasSeen || Acknowledged < 0 ? Checking.Durability.Sets.Fate.Stable : Checking.Durability.Sets.Fate.NeverRead;
        var back = LastPresent >= 0 && ops[LastPresent].InvokedNs >= ops[LastAbsent].InvokedNs;
        return back ? Checking.Durability.Sets.Fate.Stale : Checking.Durability.Sets.Fate.Lost;
    }

    /// <summary>It was acknowledged outside every <see cref="LossWindows"/> when the last read without it began.</summary>
    public readonly bool BreaksPromise(ReadOnlySpan<Op> ops) => IsBefore(ops, Promised);

    /// <summary>
    /// The acknowledgement that the last read without it violates: one outside the loss windows, if any. -1: it was only seen.
    /// </summary>
    public readonly int Broken(ReadOnlySpan<Op> ops) => BreaksPromise(ops) ? Promised : IsBefore(ops, Acknowledged) ? Acknowledged : -1;

    private readonly bool IsBefore(ReadOnlySpan<Op> ops, int add) =>
        add >= 0 && LastAbsent >= 0 && ops[add].CompletedNs < ops[LastAbsent].InvokedNs;
}
