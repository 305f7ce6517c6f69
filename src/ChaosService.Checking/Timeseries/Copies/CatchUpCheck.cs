using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>
/// After a fault, a node must hold as many points of each of its partitions as another node held at the revert, within a time after the
/// revert.
/// </summary>
internal sealed class CatchUpCheck : ICheckKind
{
    private static readonly TimeSpan DefaultWithin = TimeSpan.FromSeconds(30);

    public string Name => "catch-up";

    public string Summary => "a node that had a fault soon holds what the others have";

    public CheckParameters? Bind(MapReader reader)
    {
        var within = reader.Duration("within") ?? DefaultWithin;
        reader.Done();
        return new CatchUpParameters(within);
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var withinNs = (long)((CatchUpParameters)parameters).Within.TotalNanoseconds;
        var replicas = Topics.Replicas(history);
        var subjects = replicas.Subjects.ToHashSet(StringComparer.Ordinal);
        var endNs = history.TimeOf(RunPhase.FinalReadsEnded) ?? history.TimeOf(RunPhase.LoadEnded) ?? 0;
        var judged = history.Faults.Where(f => f.EndNs is not null && IsLast(history, f, withinNs))
            .SelectMany(f => f.Nodes.Where(subjects.Contains), (f, node) => CatchUp.Of(replicas, f, node, endNs))
            .OfType<CatchUp>().ToList();
        List<Finding> findings = [.. judged.Where(c => c.TookNs > withinNs).Select(c => Tell(c, withinNs))];
        var open = judged.Find(c => c.TookNs is null && c.WatchedNs <= withinNs);
        findings.AddRange(judged.Where(c => c.TookNs is null && c.WatchedNs > withinNs).Select(c => Tell(c, withinNs)));
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : replicas.Doubt
                ?? (judged.Count == 0 ? "no node had a fault while another one held something" : null)
                ?? (open is not null
                    ? $"the run ended {Words.Span(open.WatchedNs)} after {open.Fault.Id} on {open.Node}, before it had caught up" : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0 ? findings[0].Explanation
                : undecided ?? $"{Words.Many(judged.Count, "time")} a node caught up, the slowest in "
                    + Words.Span(judged.Max(c => c.TookNs ?? 0)),
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["judged_count"] = judged.Count, ["late_count"] = findings.Count,
                ["slowest_ms"] = judged.Select(c => c.TookNs ?? c.WatchedNs).DefaultIfEmpty().Max() / 1e6,
            },
        };
    }

    /// <summary>Not judged when another fault begins in between: it may keep the node from catching up.</summary>
    private static bool IsLast(History history, FaultWindow fault, long withinNs) => !history.Faults.Any(
        f => f.Id != fault.Id && f.StartNs <= fault.EndNs!.Value + withinNs && (f.EndNs ?? long.MaxValue) > fault.EndNs.Value);

    private static Finding Tell(CatchUp c, long withinNs) => new()
    {
        Anomaly = "behind",
        Explanation = $"{c.Node} {(c.TookNs is { } took ? $"needed {Words.Span(took)}" : $"had not caught up {Words.Span(c.WatchedNs)}")} "
            + $"after {c.Fault.Id} {c.Fault.Kind} was reverted at {Words.At(c.Fault.EndNs!.Value)}, above {Words.Span(withinNs)}: "
            + $"of {c.Slowest} it then held {c.Held:#,0} points, and {c.Goal:#,0} had been elsewhere",
        Faults = [c.Fault.Id],
    };
}
