using ChaosService.Checking.Timeseries.Points;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Written;

/// <summary>What happened to the points of all tables.</summary>
internal sealed class PointTally
{
    private readonly List<Finding> _findings = [];
    private long _unknown;
    private long _refused;
    private long _recovered;

    public long Acknowledged { get; private set; }

    /// <summary>Losses first: most runs look for them. Findings that no read shows have no ops, and come last.</summary>
    public IReadOnlyList<Finding> Findings =>
        [.. _findings.OrderBy(f => f.Anomaly != "lost").ThenBy(f => f.Ops.Count == 0 ? long.MaxValue : f.Ops[0].InvokedNs)];

    /// <param name="storedTwice">Findings that no read shows.</param>
    public void Count(PointTable table, TableReader reader, TroubleWords tell, IEnumerable<Finding> storedTwice)
    {
        _findings.AddRange(storedTwice);
        foreach (var batch in table.Batches)
        {
            var stored = batch.Batch.Count - batch.Refused.Count;
            if (batch.Outcome == OpType.Ok) Acknowledged += stored;
            if (batch.Outcome == OpType.Info) _unknown += stored;
            _refused += batch.Outcome == OpType.Fail ? batch.Batch.Count : batch.Refused.Count;
        }
        _recovered += reader.Recovered;
        _findings.AddRange(reader.Troubles.Select(tell.Tell));
        _findings.AddRange(reader.Strange.Select(s => tell.Tell(s.Read, s.Points)));
    }

    /// <summary><c>3 lost, 1 duplicated</c>.</summary>
    public string Troubles() =>
        string.Join(", ", _findings.GroupBy(f => f.Anomaly).Select(g => $"{g.Sum(f => f.Count):#,0} {g.Key}"));

    public IReadOnlyDictionary<string, double> Figures() => new Dictionary<string, double>
    {
        ["acknowledged_count"] = Acknowledged, ["unknown_count"] = _unknown, ["recovered_count"] = _recovered,
        ["refused_count"] = _refused, ["lost_count"] = Of("lost"), ["vanished_count"] = Of("vanished"),
        ["duplicated_count"] = Of("duplicated"), ["phantom_count"] = Of("phantom") + Of("refused"), ["altered_count"] = Of("altered"),
    };

    private long Of(string anomaly) => _findings.Where(f => f.Anomaly == anomaly).Sum(f => f.Count);
}
