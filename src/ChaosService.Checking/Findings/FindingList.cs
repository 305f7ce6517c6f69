using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Findings;

/// <summary>Lists the first findings in full and counts the rest by anomaly.</summary>
internal static class FindingList
{
    public const int Limit = 10;

    /// <summary>A violation that was seen stays one, whatever else is not known; without one, what is undecided is never valid.</summary>
    /// <param name="undecided">Why nothing can be said; null: all was decided.</param>
    public static Outcome Judge(int violations, string? undecided) =>
        violations > 0 ? Outcome.Invalid : undecided is not null ? Outcome.Unknown : Outcome.Valid;

    public static IReadOnlyList<Finding> Limited(IReadOnlyList<Finding> findings)
    {
        if (findings.Sum(f => f.Count) <= Limit) return findings;
        var rest = findings.Skip(Limit).GroupBy(f => f.Anomaly, StringComparer.Ordinal)
            .Select(g => (Anomaly: g.Key, Count: g.Sum(f => f.Count)))
            .Select(g => More(g.Anomaly, g.Count));
        return [.. findings.Take(Limit), .. rest];
    }

    /// <summary>Stands for those of an anomaly that are not listed.</summary>
    public static Finding More(string anomaly, long count) =>
        new() { Anomaly = anomaly, Explanation = $"{count:#,0} more like it", Count = count };
}
