using System.Globalization;
using ChaosService.Model.Configuration;

namespace ChaosService.Faults.Network.State;

/// <summary>
/// What happens to the packets of one directed link that is not cut. <paramref name="Jitter"/>: by how much the delay varies, in the sense
/// of <see cref="Spread"/>. However it varies, packets keep their order.
/// </summary>
internal sealed record Shape(TimeSpan Delay = default, TimeSpan Jitter = default)
{
    public Spread Spread { get; init; }

    public PacketLoss Loss { get; init; } = PacketLoss.None;

    /// <summary>Share of packets that arrive twice.</summary>
    public double Duplicated { get; init; }

    /// <summary>Share of packets in which one bit is flipped.</summary>
    public double Corrupted { get; init; }

    public Reordering? Reordering { get; init; }

    public RateLimit? Rate { get; init; }

    /// <summary>What happens to one packet depends on those before it: links that each have such a shape do not share a queue.</summary>
    public bool HasMemory => Rate is not null || Loss.IsBursty || Reordering is { Gap: > 1 };

    /// <summary>Before this nothing arrives.</summary>
    public TimeSpan ShortestDelay => Delay + Spread.Least() * Jitter is { Ticks: > 0 } shortest ? shortest : TimeSpan.Zero;

    /// <summary>How much later a packet arrives at the most, when it arrives.</summary>
    public TimeSpan LongestDelay => Delay + Spread.Greatest() * Jitter + (Rate?.Queue ?? TimeSpan.Zero);

    /// <summary>
    /// Two faults on the same packets, as if one came after the other: delays add up, probabilities are independent, the lower rate
    /// applies. A packet that jumps the queue overtakes all delayed packets, of either fault.
    /// </summary>
    public static Shape operator +(Shape a, Shape b) => new(a.Delay + b.Delay, JitterOf(a, b))
    {
        Spread = a.Jitter > TimeSpan.Zero ? a.Spread : b.Spread,
        Loss = a.Loss + b.Loss,
        Duplicated = Either(a.Duplicated, b.Duplicated),
        Corrupted = Either(a.Corrupted, b.Corrupted),
        Reordering = a.Reordering is { } one && b.Reordering is { } other ? one + other : a.Reordering ?? b.Reordering,
        Rate = a.Rate is { } first && b.Rate is { } second ? RateLimit.Slower(first, second) : a.Rate ?? b.Rate,
    };

    /// <summary>Why the two cannot be on the same packets; null: they can.</summary>
    public static string? Conflict(Shape a, Shape b)
    {
        if (PacketLoss.Conflict(a.Loss, b.Loss) is { } losses) return losses;
        if (a.Jitter > TimeSpan.Zero && b.Jitter > TimeSpan.Zero && (a.Spread != b.Spread || a.Spread == Spread.Pareto))
            return $"two delays that vary ({a.Spread.Name()} and {b.Spread.Name()}) have no common distribution on one link";
        return a.Reordering is { } one && b.Reordering is { } other && one.Gap != other.Gap
            ? $"two reorderings on one link must have the same gap ({one.Gap} and {other.Gap})"
            : null;
    }

    /// <summary>Of two normal delays the variances add up; of two uniform ones the ranges, as far as one of them can say it.</summary>
    private static TimeSpan JitterOf(Shape a, Shape b) => a.Spread == Spread.Normal && b.Spread == Spread.Normal
        ? TimeSpan.FromTicks((long)Math.Sqrt((double)a.Jitter.Ticks * a.Jitter.Ticks + (double)b.Jitter.Ticks * b.Jitter.Ticks))
        : a.Jitter + b.Jitter;

    /// <summary>The chance that at least one of two independent things happens.</summary>
    public static double Either(double a, double b) => a + b - a * b;

    /// <summary><c>20 %</c></summary>
    public static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    public override string ToString() => string.Join(", ", Parts().DefaultIfEmpty("0s"));

    private IEnumerable<string> Parts()
    {
        var spread = Spread == Spread.Uniform ? "" : $" ({Spread.Name()})";
        if (Jitter > TimeSpan.Zero) yield return $"{Quantity.Format(Delay)} ± {Quantity.Format(Jitter)}{spread}";
        else if (Delay > TimeSpan.Zero) yield return Quantity.Format(Delay);
        if (Loss != PacketLoss.None) yield return $"{Loss}";
        if (Duplicated > 0) yield return $"{Percent(Duplicated)} duplicated";
        if (Corrupted > 0) yield return $"{Percent(Corrupted)} corrupted";
        if (Reordering is not null) yield return $"{Reordering}";
        if (Rate is not null) yield return $"{Rate}";
    }
}
