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

    /// <summary>
    /// netem lets a packet that was drawn a shorter delay overtake, unless it has a rate to keep: then each leaves after the one before it.
    /// This one is more than any link's here, and as much as fits into the field that every kernel knows.
    /// </summary>
    private const long InOrderBitsPerSecond = 30_000_000_000;

    /// <summary><c>netem delay 50000us loss random 20% limit 100000</c></summary>
    public static string For(Shape asked)
    {
        var shape = AsTold(asked);
        var limit = asked.Rate?.Packets(asked.LongestDelay - asked.Rate.Queue) ?? LimitPackets;
        return string.Join(' ', ["netem", .. Options(shape, asked.Spread), $"limit {limit}"]);
    }

    /// <summary>
    /// As far as tc is told and tells again: times to the µs, the finest unit that every version of it reads alike; shares to 0.01 %; how
    /// long a packet may wait for its turn only by the limit; how the delay is spread not at all.
    /// </summary>
    public static Shape AsTold(Shape shape) => new(Told(shape.Delay), Told(shape.Jitter))
    {
        Loss = shape.Loss.States is { } states ? PacketLoss.InStates(Told(states))
            : shape.Loss.IsBursty
            ? new(Told(shape.Loss.Enter), Told(shape.Loss.Leave), Told(shape.Loss.InBurst), Told(shape.Loss.Between))
            : PacketLoss.Random(Told(shape.Loss.Between)),
        Duplicated = Told(shape.Duplicated),
        Corrupted = Told(shape.Corrupted),
        Reordering = shape.Reordering is { } reordering ? reordering with { Share = Told(reordering.Share) } : null,
        Rate = shape.Rate is { } rate ? new(rate.BitsPerSecond / 8 * 8, TimeSpan.Zero) : null,
    };

    public static TimeSpan Told(TimeSpan time) => TimeSpan.FromMicroseconds(Math.Round(time.TotalMicroseconds));

    public static double Told(double share) => Math.Round(share, 4);

    /// <summary>What stands for no rate at all: it only keeps packets in their order.</summary>
    public static bool IsNoRate(double bitsPerSecond) => bitsPerSecond == InOrderBitsPerSecond;

    private static LossStates Told(LossStates loss) =>
        new(Told(loss.P13), Told(loss.P31), Told(loss.P32), Told(loss.P23), Told(loss.P14));

    private static IEnumerable<string> Options(Shape shape, Spread spread)
    {
        var distribution = spread == Spread.Uniform ? "" : $" distribution {spread.Name()}";
        if (shape.Jitter > TimeSpan.Zero) yield return $"delay {Time(shape.Delay)} {Time(shape.Jitter)}{distribution}";
        else if (shape.Delay > TimeSpan.Zero) yield return $"delay {Time(shape.Delay)}";
        var loss = shape.Loss;
        if (loss.States is { } states)
            yield return "loss state "
                + string.Join(' ', ((double[])[states.P13, states.P31, states.P32, states.P23, states.P14]).Select(Percent));
        else if (loss.IsBursty)
            yield return $"loss gemodel {Percent(loss.Enter)} {Percent(loss.Leave)} {Percent(loss.InBurst)} {Percent(loss.Between)}";
        else if (loss.Share > 0) yield return $"loss random {Percent(loss.Share)}";
        if (shape.Duplicated > 0) yield return $"duplicate {Percent(shape.Duplicated)}";
        if (shape.Corrupted > 0) yield return $"corrupt {Percent(shape.Corrupted)}";
        if (shape.Reordering is { } reordering) yield return $"reorder {Percent(reordering.Share)} gap {reordering.Gap}";
        if (shape.Rate is { } rate) yield return $"rate {rate.BitsPerSecond}bit";
        else if (shape.Jitter > TimeSpan.Zero) yield return $"rate {InOrderBitsPerSecond}bit";
    }

    private static string Time(TimeSpan value) => value.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture) + "us";

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
