using System.Globalization;
using System.Text.RegularExpressions;
using ChaosService.Workloads.Timeseries.Points;

namespace ChaosService.Workloads.Timeseries.Observing;

/// <summary>
/// The conditions of a query of these workloads: the inverse of <see cref="PointSql"/> and <see cref="TimeseriesTables"/>.
/// </summary>
/// <param name="Table">As in the database.</param>
/// <param name="Tags">The tags that must each have one value.</param>
/// <param name="FromNs">Inclusive; null: any.</param>
/// <param name="UntilNs">Exclusive; null: any.</param>
internal sealed partial record QueryConditions(string Table, IReadOnlyDictionary<string, string> Tags, long? FromNs, long? UntilNs)
{
    private const string Condition = @"(?<column>\w+) (?<how>=|>=|<) '(?<value>(?:[^']|'')*)'";

    /// <summary>Null for a text that no workload sends.</summary>
    public static QueryConditions? Of(string sql)
    {
        if (Query().Match(sql) is not { Success: true } match) return null;
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var (from, until) = (default(long?), default(long?));
        for (var i = 0; i < match.Groups["column"].Captures.Count; i++)
        {
            var value = match.Groups["value"].Captures[i].Value.Replace("''", "'", StringComparison.Ordinal);
            switch (match.Groups["column"].Captures[i].Value, match.Groups["how"].Captures[i].Value)
            {
                case ("time", ">=") when Time(value) is { } first: from = first; break;
                case ("time", "<") when Time(value) is { } end: until = end; break;
                case (not "time", "=") tag: tags[tag.Item1] = value; break;
                default: return null;
            }
        }
        return new QueryConditions(
            match.Groups["table"].Value.Replace("\"\"", "\"", StringComparison.Ordinal), tags, from, until);
    }

    private static long? Time(string text) =>
        text.Split('.') is [var seconds, { Length: 9 } rest]
            && DateTimeOffset.TryParse(seconds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var whole)
            && long.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var ns)
                ? (whole.ToUnixTimeSeconds() * 1_000_000_000) + ns
                : null;

    [GeneratedRegex(
        @"\ASELECT [^""]+ FROM ""(?<table>(?:[^""]|"""")+)""(?: WHERE " + Condition + "(?: AND " + Condition + @")*)?(?: GROUP BY \w+)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Query();
}
