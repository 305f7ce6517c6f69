using System.Globalization;

namespace ChaosService.Host.Grpc.Protocol;

/// <summary>The header <c>grpc-timeout</c>: at most eight digits and a unit, such as <c>1500m</c> for 1.5 s.</summary>
internal static class TimeoutText
{
    private const int DigitsMax = 8;

    /// <summary>A timer cannot wait longer; who waits that long has no deadline in mind.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > DigitsMax + 1 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return false;
        TimeSpan? result = text[^1] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes(value),
            'S' => TimeSpan.FromSeconds(value),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            // A tick is 100 ns. Rounded up: time that was given is not taken away.
            'n' => TimeSpan.FromTicks((value + 99) / 100),
            _ => null,
        };
        if (result is not { } found) return false;
        timeout = found < Longest ? found : Longest;
        return true;
    }
}
