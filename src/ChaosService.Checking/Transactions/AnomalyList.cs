using ChaosService.Checking.Findings;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Transactions;

/// <summary>Collects anomalies: the first few of a kind with their explanation, of the others the number.</summary>
internal sealed class AnomalyList
{
    private readonly Dictionary<string, List<Finding>> _explained = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long Count => _counts.Values.Sum();

    /// <summary>The names of what was found, and how often, in the order in which it was found.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <param name="explain">Is asked only for the first few.</param>
    public void Add(string anomaly, Func<Finding> explain)
    {
        _counts[anomaly] = _counts.GetValueOrDefault(anomaly) + 1;
        if (!_explained.TryGetValue(anomaly, out var findings)) _explained.Add(anomaly, findings = []);
        if (findings.Count < FindingList.Limit) findings.Add(explain());
    }

    /// <summary>The first of each kind, and then the others up to the limit.</summary>
    public IReadOnlyList<Finding> Findings()
    {
        var shown = _explained.Values.SelectMany(f => f.Select((finding, rank) => (finding, rank))).OrderBy(f => f.rank).ToList();
        var listed = shown.Take(Math.Max(FindingList.Limit, _explained.Count)).Select(f => f.finding).ToList();
        var rest = _counts.Select(c => (Anomaly: c.Key, More: c.Value - listed.Count(f => f.Anomaly == c.Key))).Where(r => r.More > 0)
            .Select(r => FindingList.More(r.Anomaly, r.More));
        return [.. listed, .. rest];
    }
}
