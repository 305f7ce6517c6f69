namespace ChaosService.Reference.Core.Placement;

/// <summary>How evenly something is spread over nodes or partitions.</summary>
internal readonly record struct Spread(long Smallest, long Largest, double Mean)
{
    /// <summary>1 is even; 2 means that the fullest place holds twice its share.</summary>
    public double Imbalance => Mean == 0 ? 1 : Largest / Mean;

    public static Spread Of(IReadOnlyCollection<long> counts) =>
        counts.Count == 0 ? default : new(counts.Min(), counts.Max(), counts.Average());
}
