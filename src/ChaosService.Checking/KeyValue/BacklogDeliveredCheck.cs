using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.KeyValue;

/// <summary>
/// What a node acknowledges during a fault, it tells the others before the end: every such write arrives at a subscriber of ours as a
/// change. Whether a fault cut the node off is not seen, so the writes during every fault are judged.
/// </summary>
internal sealed class BacklogDeliveredCheck : ICheckKind
{
    public string Name => "backlog-delivered";

    public string Summary => "every write acknowledged during a fault arrives at the broker as a change before the end";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new BacklogDeliveredParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var changes = Sights<ChangesView>.Of(history, ChangesView.Topic, ChangesView.From);
        var seen = new SeenChanges(changes);
        var writes = AcknowledgedWrites.DuringFaults(history);
        budget.Deadline.ThrowIfCancellationRequested();
        var statistics = new SeenStatistics(history);
        var ofTheRun = changes.Doubt ?? seen.Missed
            ?? (history.TimeOf(RunPhase.FinalReadsEnded) is null ? "the run was not observed to its end" : null)
            ?? (history.Faults.FirstOrDefault(f => f.Kind == "mqtt-fault") is { } fault
                ? $"{fault.Id} (mqtt-fault) may have lost it on its way" : null);
        var missing = writes.Plain.Where(op => !seen.Has(op)).Select(op => (Op: op, Excuse: ofTheRun ?? Excuse(op, statistics))).ToList();
        var found = missing.Where(m => m.Excuse is null).Select(m => Finding(history, m.Op)).ToList();
        var undecided = missing.Count > 0
            ? $"of {Words.Many(missing.Count, "write")} no change was seen, such as {Named(missing[0].Op)}, and {missing[0].Excuse}"
            : history.Dropped > 0 ? Words.Dropped(history)
            : changes.Doubt ?? writes.Doubt ?? (writes.Plain.Count == 0 ? "no write was acknowledged during a fault" : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(found.Count, undecided),
            Summary = found.Count > 0
                ? $"{Words.Many(found.Count, "write")} of {writes.Plain.Count:#,0} lost: {found[0].Explanation}"
                : undecided ?? $"each of {Words.Many(writes.Plain.Count, "write")} acknowledged during "
                    + $"{Words.Many(history.Faults.Count, "fault")} arrived as a change",
            Findings = FindingList.Limited(found),
            Figures = new Dictionary<string, double>
            {
                ["write_count"] = writes.Plain.Count, ["missing_count"] = missing.Count, ["lost_count"] = found.Count,
            },
        };
    }

    private static string? Excuse(in Op op, SeenStatistics statistics) =>
        op.Node is { } node ? statistics.MayHaveLost(node, op.CompletedNs) : "the history does not say which node took it";

    private static Finding Finding(History history, in Op op) => new()
    {
        Anomaly = "backlog-lost",
        Explanation = $"{Named(op)} was acknowledged, and no change of it ever arrived",
        Ops = [op],
        Faults = history.FaultsDuring(op.InvokedNs, op.CompletedNs),
    };

    private static string Named(in Op op) => $"the write of {op.Value.First} to {op.Key} by {op.Node} at {Words.At(op.InvokedNs)}";
}
