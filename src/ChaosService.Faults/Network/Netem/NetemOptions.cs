using System.Globalization;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Netem;

/// <summary>One shape in netem's own words.</summary>
internal static class NetemOptions
{
    /// <summary>
    /// netem drops what is over its limit, and its own default of 1000 packets turns a delay into loss at a few thousand packets a second.
    /// </summary>
    private const int LimitPackets = 100_000;

    /// <summary><c>netem delay 50000us loss random 20% limit 100000</c></summary>
    public static string For(Shape asked)
    {
        var shape = AsTold(asked);
        var limit = asked.Rate?.Packets(asked.Delay + asked.Jitter) ?? LimitPackets;
        return string.Join(' ', ["netem", .. Options(shape), $"limit {limit}"]);
    }

    /// <summary>
    /// As far as tc is told and tells again: times to the µs, the finest unit that every version of it reads alike; shares to 0.01 %; how
    /// long a packet may wait for its turn only by the limit.
    /// </summary>
    public static Shape AsTold(Shape shape) => new(Told(shape.Delay), Told(shape.Jitter))
    {
        Loss = shape.Loss.IsBursty
            ? new(Told(shape.Loss.Enter), Told(shape.Loss.Leave), Told(shape.Loss.InBurst), Told(shape.Loss.Between))
            : PacketLoss.Random(Told(shape.Loss.Between)),
        Duplicated = Told(shape.Duplicated),
        Corrupted = Told(shape.Corrupted),
        Reordering = shape.Reordering is { } reordering ? reordering with { Share = Told(reordering.Share) } : null,
        Rate = shape.Rate is { } rate ? new(rate.BitsPerSecond / 8 * 8, TimeSpan.Zero) : null,
    };

    public static TimeSpan Told(TimeSpan time) => TimeSpan.FromMicroseconds(Math.Round(time.TotalMicroseconds));

    public static double Told(double share) => Math.Round(share, 4);

    private static IEnumerable<string> Options(Shape shape)
    {
        if (shape.Jitter > TimeSpan.Zero) yield return $"delay {Time(shape.Delay)} {Time(shape.Jitter)}";
        else if (shape.Delay > TimeSpan.Zero) yield return $"delay {Time(shape.Delay)}";
        var loss = shape.Loss;
        if (loss.IsBursty)
            yield return $"loss gemodel {Percent(loss.Enter)} {Percent(loss.Leave)} {Percent(loss.InBurst)} {Percent(loss.Between)}";
        else if (loss.Share > 0) yield return $"loss random {Percent(loss.Share)}";
        if (shape.Duplicated > 0) yield return $"duplicate {Percent(shape.Duplicated)}";
        if (shape.Corrupted > 0) yield return $"corrupt {Percent(shape.Corrupted)}";
        if (shape.Reordering is { } reordering) yield return $"reorder {Percent(reordering.Share)} gap {reordering.Gap}";
        if (shape.Rate is { } rate) yield return $"rate {rate.BitsPerSecond}bit";
    }

    private static string Time(TimeSpan value) => value.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture) + "us";

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
