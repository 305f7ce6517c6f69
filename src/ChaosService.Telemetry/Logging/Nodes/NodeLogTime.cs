using System.Globalization;

namespace ChaosService.Telemetry.Logging.Nodes;

/// <summary>The time that a container engine puts before each line: <c>2026-11-22T09:00:06.123456789Z text</c>.</summary>
internal static class NodeLogTime
{
    private const string Seconds = "yyyy-MM-ddTHH:mm:ss";
    private const int SecondsLength = 19;
    private const long NsPerSecond = 1_000_000_000;

    /// <summary>ns since 1970, and the text after the space. Null: the line does not begin with a time.</summary>
    public static (long TimeNs, string Text)? Split(string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        var stamp = end < 0 ? line.AsSpan() : line.AsSpan(0, end);
        if (stamp.Length < SecondsLength + 1 || stamp[^1] != 'Z') return null;
        if (!DateTime.TryParseExact(
            stamp[..SecondsLength], Seconds, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var whole))
            return null;
        return Fraction(stamp[SecondsLength..^1]) is { } fraction
            ? ((whole.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond * NsPerSecond
                + fraction, end < 0 ? "" : line[(end + 1)..])
            : null;
    }

    /// <summary>Parses <c>.123456789</c>, with any number of digits. The framework's times end at seven.</summary>
    private static long? Fraction(ReadOnlySpan<char> text)
    {
        if (text.Length == 0) return 0;
        if (text[0] != '.' || text.Length is < 2 or > 10) return null;
        var ns = 0L;
        for (var i = 1; i <= 9; i++)
        {
            var digit = i < text.Length ? text[i] - '0' : 0;
            if (digit is < 0 or > 9) return null;
            ns = ns * 10 + digit;
        }
        return ns;
    }
}
