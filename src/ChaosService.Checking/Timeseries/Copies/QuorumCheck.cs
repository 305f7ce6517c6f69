using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>
/// No write is acknowledged while every partition of its table lacks a majority of its copies because of the active faults; and writes
/// succeed while each has it.
/// </summary>
internal sealed class QuorumCheck : ICheckKind
{
    private static readonly TimeSpan DefaultSettle = TimeSpan.FromSeconds(5);

    public string Name => "quorum";

    public string Summary => "no write is acknowledged while its table has no majority anywhere, and writes succeed while it has";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new QuorumParameters(reader.Share("objective"), reader.Duration("settle") ?? DefaultSettle);
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var asked = (QuorumParameters)parameters;
        var (shards, replicas) = (Topics.Shards(history), Topics.Replicas(history));
        var tally = new QuorumTally(history, shards, new Absences(history, replicas), (long)asked.Settle.TotalNanoseconds);
        tally.Count(budget.Deadline);
        List<Finding> findings = [.. tally.BelowQuorum.Select(p => Tell(history, p))];
        var share = tally.Above == 0 ? 1 : (double)tally.AboveOk / tally.Above;
        var failing = tally.Above > 0 && (tally.AboveOk == 0 || share < asked.Objective);
        if (failing)
            findings.Add(new Finding
            {
                Anomaly = "refused-with-quorum",
                Explanation = $"{Words.Percent(share)} of {Words.Many(tally.Above, "write")} succeeded while every partition had its "
                    + "majority"
                    + (asked.Objective is { } least ? $", fewer than {Words.Percent(least)}" : ""),
            });
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : shards.Doubt ?? replicas.Doubt
                ?? (shards.At(long.MaxValue) is null ? "the catalog was not seen, so nobody knows who holds what" : null)
                ?? (tally.Above + tally.Below == 0 ? "no write was made while it was known who was there" : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0 ? findings[0].Explanation
                : undecided ?? $"none of {Words.Many(tally.Below, "write")} without a majority was acknowledged, and "
                    + $"{Words.Percent(share)} of {tally.Above:#,0} with one succeeded",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["below_quorum_count"] = tally.Below, ["acknowledged_below_quorum_count"] = tally.BelowQuorum.Count,
                ["with_quorum_count"] = tally.Above, ["with_quorum_ratio"] = share,
            },
        };
    }

    private static Finding Tell(History history, int position)
    {
        var op = history.Ops.Span[position];
        return new Finding
        {
            Anomaly = "below-quorum",
            Explanation = $"{op.Node ?? "the database"} acknowledged a write to {op.Key} at {Words.During(op)}, while every partition of "
                + "it lacked the majority of its copies",
            Ops = [op], Faults = history.FaultsDuring(op.InvokedNs, op.CompletedNs),
        };
    }
}
