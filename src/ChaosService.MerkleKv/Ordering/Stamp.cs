namespace ChaosService.MerkleKv.Ordering;

/// <summary>Orders writes: of two writes to a key the one with the later stamp wins, on every node.</summary>
/// <param name="Ts">Ns since 1970.</param>
/// <param name="OpId">Decides between equal times.</param>
internal readonly record struct Stamp(ulong Ts, OpId OpId) : IComparable<Stamp>
{
    public int CompareTo(Stamp other) => Ts != other.Ts ? Ts.CompareTo(other.Ts) : OpId.CompareTo(other.OpId);

    public bool IsAfter(Stamp other) => CompareTo(other) > 0;
}
