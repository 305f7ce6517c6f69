using System.Globalization;

namespace ChaosService.Cli.Remote.Client;

/// <summary>Times in a format for people.</summary>
internal static class Moment
{
    /// <summary><c>2026-01-31 02:00:00 UTC</c></summary>
    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>in 3 h 20 min (2026-01-31 02:00:00 UTC)</c></summary>
    public static string Ahead(DateTimeOffset time, DateTimeOffset now) => $"{In(time - now)} ({Utc(time)})";

    private static string In(TimeSpan left) => left switch
    {
        { Ticks: <= 0 } => "now",
        { TotalMinutes: < 1 } => $"in {Math.Ceiling(left.TotalSeconds):0} s",
        { TotalHours: < 1 } => $"in {left.TotalMinutes:0} min",
        { TotalDays: < 1 } => $"in {left.Hours} h {left.Minutes} min",
        _ => $"in {left.Days} d {left.Hours} h",
    };
}
