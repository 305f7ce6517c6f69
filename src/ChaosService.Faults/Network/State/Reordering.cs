namespace ChaosService.Faults.Network.State;

/// <summary>Some packets go at once while those before them are held up by the shape's delay, and so overtake them.</summary>
/// <param name="Share">The chance of a packet that may jump the queue.</param>
/// <param name="Gap">At most one in this many may, counted from the last one that did. 1: each may.</param>
internal sealed record Reordering(double Share, int Gap)
{
    /// <summary>Of all packets, in the long run.</summary>
    public double Jumps => 1 / (Gap - 1 + 1 / Share);

    /// <summary>Those with different gaps are refused before: <see cref="Shape.Conflict"/>.</summary>
    public static Reordering operator +(Reordering a, Reordering b) => a with { Share = Shape.Either(a.Share, b.Share) };

    public override string ToString() => $"{Shape.Percent(Jumps)} overtaking";
}
