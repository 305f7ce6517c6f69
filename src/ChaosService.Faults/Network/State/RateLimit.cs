using System.Globalization;

namespace ChaosService.Faults.Network.State;

/// <summary>Packets leave one after the other, each after the time that it takes at this rate.</summary>
/// <param name="Queue">A packet that would have to wait longer than this for those before it is dropped.</param>
internal sealed record RateLimit(long BitsPerSecond, TimeSpan Queue)
{
    /// <summary>The header of the link layer, which counts as well.</summary>
    public const int FrameBytes = 14;

    public static RateLimit Slower(RateLimit a, RateLimit b) => a.BitsPerSecond <= b.BitsPerSecond ? a : b;

    /// <param name="ipBytes">With the IP header.</param>
    public TimeSpan TimeOf(int ipBytes) => TimeSpan.FromSeconds((ipBytes + FrameBytes) * 8.0 / BitsPerSecond);

    /// <summary>Packets of full size that are on their way or wait, at the most: rate × (delay + queue).</summary>
    public int Packets(TimeSpan delay) =>
        (int)Math.Clamp(Math.Ceiling(BitsPerSecond / 8.0 * (delay + Queue).TotalSeconds / (1500 + FrameBytes)), 10, 100_000);

    /// <summary><c>1.5 Mbit/s</c></summary>
    public static string Describe(double bitsPerSecond)
    {
        var (unit, factor) = bitsPerSecond switch { >= 1e9 => ("Gbit/s", 1e9), >= 1e6 => ("Mbit/s", 1e6), _ => ("kbit/s", 1e3) };
        return $"{(bitsPerSecond / factor).ToString("0.##", CultureInfo.InvariantCulture)} {unit}";
    }

    public override string ToString() => Describe(BitsPerSecond);
}
