using System.Globalization;
using ChaosService.Contracts;

namespace ChaosService.Web.Pages.Parts;

/// <summary>How values are formatted for people; the report and page.js use the same format.</summary>
internal static class Words
{
    /// <summary>Shown next to the colour, for those who cannot see it.</summary>
    public static string Sign(string? verdict) => verdict switch { "valid" => "✓", "invalid" => "✗", "unknown" => "?", _ => "–" };

    /// <summary>
    /// The verdict to show. A run that ended early is only valid so far, and must not look like one that was valid to its end.
    /// </summary>
    public static string? Verdict(RunReply run) => run is { State: "aborted", Verdict: "valid" } ? null : run.Verdict;

    /// <summary><c>just now</c>, <c>5 min ago</c>, <c>in 3 h</c>: the largest unit that is not zero.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now)
    {
        var seconds = (now - at).TotalSeconds;
        var (span, past) = (Math.Abs(seconds), seconds >= 0);
        if (span < 1) return "now";
        var text = span switch
        {
            < 60 => Invariant($"{Math.Floor(span)} s"),
            < 3600 => Invariant($"{Math.Floor(span / 60)} min"),
            < 86_400 => Invariant($"{Math.Floor(span / 3600)} h"),
            _ => Invariant($"{Math.Floor(span / 86_400)} d"),
        };
        return past ? $"{text} ago" : $"in {text}";
    }

    /// <summary>A duration: <c>42 s</c>, <c>3 min 05 s</c>, <c>2 h 10 min</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Invariant($"{span.TotalSeconds:0} s"),
        { TotalHours: < 1 } => Invariant($"{span.Minutes} min {span.Seconds:00} s"),
        _ => Invariant($"{Math.Floor(span.TotalHours)} h {span.Minutes:00} min"),
    };

    /// <summary>From its start to its end, or to now; empty for a run that has not begun.</summary>
    public static string Took(RunReply run, DateTimeOffset now) => run.StartedAt is { } start ? Span((run.EndedAt ?? now) - start) : "";

    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Count(long count, string thing) => Invariant($"{count:#,0} {thing}{(count == 1 ? "" : "s")}");

    public static string Number(double value) => Invariant($"{value:#,0.#}");

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
