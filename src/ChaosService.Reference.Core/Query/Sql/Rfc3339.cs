using System.Globalization;
using System.Text.RegularExpressions;

namespace ChaosService.Reference.Core.Query.Sql;

/// <summary>RFC 3339 times, in UTC.</summary>
internal static partial class Rfc3339
{
    /// <returns>Null when the text is not a time, or not representable in ns.</returns>
    public static long? ToNanoseconds(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success) return null;
        var (year, month, day) = (Number("y"), Number("m"), Number("d"));
        var (hour, minute, second) = (Number("h"), Number("i"), Number("s"));
        if (month is < 1 or > 12 || day < 1 || day > DaysIn(year, month) || hour > 23 || minute > 59 || second > 59) return null;
        var seconds = (DaysSince1970(year, month, day) * 86_400) + (hour * 3_600) + (minute * 60) + second;
        var fraction = long.Parse(match.Groups["f"].Value.PadRight(9, '0'), CultureInfo.InvariantCulture);
        var nanoseconds = ((Int128)seconds * 1_000_000_000) + fraction;
        return nanoseconds == (long)nanoseconds ? (long)nanoseconds : null;

        long Number(string group) => match.Groups[group] is { Success: true, Value: var digits }
            ? long.Parse(digits, CultureInfo.InvariantCulture)
            : 0;
    }

    private static long DaysIn(long year, long month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>A year begins with March here, so that the leap day is its last.</summary>
    private static long DaysSince1970(long year, long month, long day)
    {
        var (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9);
        return (y * 365) + (y / 4) - (y / 100) + (y / 400) + (((m * 153) + 2) / 5) + day - 1 - 719_468;
    }

    [GeneratedRegex(@"\A(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)([T ](?<h>\d\d):(?<i>\d\d):(?<s>\d\d)(\.(?<f>\d{1,9}))?Z?)?\z")]
    private static partial Regex Pattern();
}
