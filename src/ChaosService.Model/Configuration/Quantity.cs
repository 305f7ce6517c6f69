using System.Globalization;

namespace ChaosService.Model.Configuration;

/// <summary>
/// Values with units as a user writes them: durations (<c>250us 5ms 1.5s 2m 1h 30d</c>), rates (<c>500/s 30/m</c>), shares
/// (<c>99.9%</c>) and sizes (<c>64MiB 10MB 512B</c>). A bare number has no unit and is refused, except where a kind says otherwise.
/// </summary>
public static class Quantity
{
    public const string DurationFix = "write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s";
    public const string RateFix = "write a number per unit, such as 500/s or 30/m";
    public const string ShareFix = "write a percentage from 0% to 100%, such as 99.9%";
    public const string BitRateFix = "write a number and a unit (kbit, mbit, gbit), such as 10mbit";
    public const string BytesFix = "write a size with a unit (B, KiB, MiB, GiB, kB, MB, GB), such as 64MiB";

    private static readonly (string Unit, double Ticks)[] DurationUnits =
        [("us", 10), ("ms", 10_000), ("s", 10_000_000), ("m", 600_000_000), ("h", 36_000_000_000), ("d", 864_000_000_000)];

    private static readonly (string Unit, double Factor)[] ByteUnits =
        [("KiB", 1024), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("B", 1)];

    public static bool TryDuration(string text, out TimeSpan value)
    {
        value = default;
        if (!TrySplit(text, out var number, out var unit)) return false;
        foreach (var (name, ticks) in DurationUnits)
        {
            if (unit != name) continue;
            if (number * ticks > TimeSpan.MaxValue.Ticks / 2) return false;
            value = TimeSpan.FromTicks((long)Math.Round(number * ticks));
            return true;
        }
        return false;
    }

    /// <summary>Events per second.</summary>
    public static bool TryRate(string text, out double perSecond)
    {
        perSecond = 0;
        if (!TrySplit(text, out var number, out var unit)) return false;
        (var known, perSecond) =
            unit switch { "/s" => (true, number), "/m" => (true, number / 60), "/h" => (true, number / 3600), _ => (false, 0) };
        return known;
    }

    /// <summary>A share from 0 to 1, written as a percentage.</summary>
    public static bool TryShare(string text, out double share)
    {
        share = 0;
        if (!TrySplit(text, out var number, out var unit) || unit != "%" || number > 100) return false;
        share = number / 100;
        return true;
    }

    /// <summary>Bits per second, in the units of <c>tc</c>: <c>512kbit 10mbit 1.5gbit</c>.</summary>
    public static bool TryBitRate(string text, out long bitsPerSecond)
    {
        bitsPerSecond = 0;
        if (!TrySplit(text, out var number, out var unit)) return false;
        var factor = unit switch { "kbit" => 1e3, "mbit" => 1e6, "gbit" => 1e9, _ => 0 };
        if (factor == 0 || number * factor > long.MaxValue / 2) return false;
        bitsPerSecond = (long)Math.Round(number * factor);
        return true;
    }

    public static bool TryBytes(string text, out long bytes)
    {
        bytes = 0;
        if (!TrySplit(text, out var number, out var unit)) return false;
        foreach (var (name, factor) in ByteUnits)
        {
            if (unit != name || number * factor > long.MaxValue / 2) continue;
            bytes = (long)Math.Round(number * factor);
            return true;
        }
        return false;
    }

    /// <summary>The shortest way to write a duration that reads back as the same value: <c>1.5s</c>, <c>250us</c>.</summary>
    public static string Format(TimeSpan value)
    {
        var (unit, ticks) = value.Ticks switch
        {
            0 => ("s", 10_000_000d),
            var t when t % 864_000_000_000 == 0 => ("d", 864_000_000_000d),
            var t when t % 36_000_000_000 == 0 => ("h", 36_000_000_000d),
            var t when t % 600_000_000 == 0 => ("m", 600_000_000d),
            >= 10_000_000 => ("s", 10_000_000d),
            >= 10_000 => ("ms", 10_000d),
            _ => ("us", 10d),
        };
        return (value.Ticks / ticks).ToString("0.#######", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>A size that reads back as the same value: <c>10GiB</c>, <c>1.5MiB</c>, <c>513B</c>.</summary>
    public static string FormatBytes(long bytes)
    {
        var (unit, factor) = ByteUnits
            .Where(u => u.Unit.EndsWith("iB", StringComparison.Ordinal) && bytes >= u.Factor && bytes * 1000d % u.Factor == 0)
            .DefaultIfEmpty(("B", 1)).Last();
        return (bytes / factor).ToString("0.###", CultureInfo.InvariantCulture) + unit;
    }

    private static bool TrySplit(string text, out double number, out string unit)
    {
        text = text.Trim();
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        unit = text[end..].TrimStart();
        return double.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }
}
