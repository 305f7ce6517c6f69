namespace ChaosService.Faults.Network.Trains;

/// <summary>One packet that came.</summary>
/// <param name="IsIntact">Each bit is as it was sent.</param>
/// <param name="At">Since the train began.</param>
internal readonly record struct Arrival(int Number, bool IsIntact, TimeSpan At);

/// <summary>What of a train came, in the order in which it came.</summary>
/// <param name="SentWithin">How long sending took.</param>
internal sealed record TrainReport(TrainPlan Plan, IReadOnlyList<Arrival> Arrivals, TimeSpan SentWithin)
{
    public int Sent => Plan.Packets;

    /// <summary>Of which no whole copy came.</summary>
    public int NotIntact => Sent - Arrivals.Where(a => a.IsIntact).Select(a => a.Number).Distinct().Count();

    public int Damaged => Arrivals.Count(a => !a.IsIntact);

    public int Twice => Arrivals.Where(a => a.IsIntact).GroupBy(a => a.Number).Count(g => g.Count() > 1);

    public double OfferedBitsPerSecond => SentWithin > TimeSpan.Zero ? Sent * (double)Plan.WireBits / SentWithin.TotalSeconds : 0;

    /// <summary>
    /// From the moment in which the first packet can have come to the last arrival, so that a busy machine, which looks late, never makes
    /// it more; null: too few came to tell.
    /// </summary>
    public double? BitsPerSecond =>
        Arrivals.Count < TrainPlan.Burst / 2 || Arrivals.Max(a => a.At) - Plan.Earliest is var span && span <= TimeSpan.Zero
            ? null
            : Arrivals.Count * (double)Plan.WireBits / span.TotalSeconds;

    /// <summary>
    /// Counted within each burst, from the first packet on that was overtaken: only of what came after one that is known to have been held
    /// up can be told whether it was held up as well.
    /// </summary>
    public (int Overtaking, int Of) Overtakes()
    {
        var (overtaking, of) = (0, 0);
        foreach (var burst in Arrivals.Select((a, place) => (a.Number, Place: place)).GroupBy(a => a.Number / TrainPlan.Burst))
        {
            (int Number, int Place)[] packets = [.. burst.DistinctBy(a => a.Number).OrderBy(a => a.Number)];
            var held = Array.FindIndex(packets, p => packets.Any(q => q.Number > p.Number && q.Place < p.Place));
            if (held < 0) held = 0;
            overtaking += packets.Skip(held + 1).Count(p => p.Place < packets[held].Place);
            of += packets.Length - held - 1;
        }
        return (overtaking, of);
    }
}
