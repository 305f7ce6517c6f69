using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Findings;

/// <summary>Lists the first findings in full and counts the rest by anomaly.</summary>
internal static class FindingList
{
    public const int Limit = 10;

    public static IReadOnlyList<Finding> Limited(IReadOnlyList<Finding> findings)
    {
        if (findings.Sum(f => f.Count) <= Limit) return findings;
        var rest = findings.Skip(Limit).GroupBy(f => f.Anomaly, StringComparer.Ordinal)
            .Select(g => (Anomaly: g.Key, Count: g.Sum(f => f.Count)))
            .Select(g => new Finding { Anomaly = g.Anomaly, Explanation = $"{g.Count:#,0} more like it", Count = g.Count });
        return [.. findings.Take(Limit), .. rest];
    }
}
