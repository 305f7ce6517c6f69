using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Reporting.Results;

/// <summary>What one check said; see <see cref="CheckVerdict"/>.</summary>
public sealed record ReportCheck(
    string Check,
    Outcome Outcome,
    string Summary,
    IReadOnlyDictionary<string, double> Figures,
    IReadOnlyList<FigureRow> Rows,
    IReadOnlyList<ReportFinding> Findings)
{
    public static ReportCheck From(CheckVerdict verdict) => new(
        verdict.Check, verdict.Outcome, verdict.Summary, verdict.Figures, verdict.Rows, [.. verdict.Findings.Select(ReportFinding.From)]);
}

/// <summary>One thing that is wrong; see <see cref="Finding"/>.</summary>
/// <param name="Faults">Ids of the faults that were active meanwhile.</param>
/// <param name="Count">How many of this kind there are.</param>
public sealed record ReportFinding(
    string Anomaly, string Explanation, long Count, IReadOnlyList<string> Faults, IReadOnlyList<ReportOp> Ops)
{
    public static ReportFinding From(Finding finding) => new(
        finding.Anomaly, finding.Explanation, finding.Count, finding.Faults, [.. finding.Ops.Select(ReportOp.From)]);
}

/// <summary>An op for readers: by its index the history tells the rest. Times are ns since the run's start.</summary>
/// <param name="Value">As text, because a set's final read may hold 100,000 elements: <c>17</c>, <c>[1 2]</c>, <c>[100000
/// elements]</c>.</param>
/// <param name="CompletedNs">Null when the client never heard the outcome.</param>
public sealed record ReportOp(
    int Index,
    int Process,
    string F,
    string? Key,
    string Value,
    string? Node,
    OpType Outcome,
    string? Error,
    long IntendedNs,
    long InvokedNs,
    long? CompletedNs)
{
    public static ReportOp From(Op op) => new(
        op.Index, op.Process, op.F, op.Key, op.Value.ToString(), op.Node, op.Outcome, op.Error, op.IntendedNs, op.InvokedNs,
        op.CompletedNs == long.MaxValue ? null : op.CompletedNs);
}
