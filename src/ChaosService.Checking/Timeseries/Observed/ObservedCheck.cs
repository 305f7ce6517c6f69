using ChaosService.Checking.Findings;
using ChaosService.Checking.Timeseries.Copies;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Observed;

/// <summary>
/// Each fault is visible in the target's own metrics, so that an on-call engineer would notice it. A database that fails silently cannot be
/// operated.
/// </summary>
internal sealed class ObservedCheck : ICheckKind
{
    private const long FactorMax = 1000;

    public string Name => "observed";

    public string Summary => "each fault is seen in a metric of the target that has to do with it";

    public CheckParameters? Bind(MapReader reader)
    {
        var metrics = reader.Has("metrics") ? reader.Texts("metrics")?.Select(m => m.Text).ToArray() : null;
        var result = new ObservedParameters(
            metrics, reader.Integer("factor", 1, FactorMax) ?? 2, reader.Duration("settle") ?? TimeSpan.FromSeconds(2));
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var metrics = Topics.Metrics(history);
        List<FaultSight> faults =
        [
            .. history.Faults.Where(f => f.EffectProven).Select(f => new FaultSight(history, metrics, f, (ObservedParameters)parameters)),
        ];
        var seen = faults.Where(f => f.Sign is not null).ToList();
        var unseen = faults.Where(f => f.Sign is null).ToList();
        List<Finding> findings = [.. unseen.Where(f => f.IsSeen).Select(Tell)];
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : metrics.Doubt
                ?? (faults.Count == 0 ? "no fault had a proven effect, so nothing was to be seen" : null)
                ?? (unseen.FirstOrDefault(f => !f.IsSeen)?.Fault is { } blind
                    ? $"no node was sampled both before and during {blind.Id} {blind.Kind}" : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0 ? findings[0].Explanation
                : undecided ?? $"{Words.Many(seen.Count, "fault")} seen: "
                    + string.Join("; ", seen.Take(FindingList.Limit).Select(s => $"{s.Fault.Id} {s.Fault.Kind}: {s.Sign}")),
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["fault_count"] = faults.Count, ["seen_count"] = seen.Count, ["sample_count"] = metrics.All.Count(s => s.View is not null),
            },
        };
    }

    private static Finding Tell(FaultSight sight) => new()
    {
        Anomaly = "silent",
        Explanation = $"{sight.Fault.Id} {sight.Fault.Kind} on {string.Join(", ", sight.Fault.Nodes)} from "
            + $"{Words.At(sight.Fault.StartNs)} shows in no metric; looked at {sight.Looked()}",
        Faults = [sight.Fault.Id],
    };
}
