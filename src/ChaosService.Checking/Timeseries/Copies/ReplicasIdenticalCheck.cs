using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>
/// Copies of one partition hold the same: at the end of the run, after the last write, and at any time when they report that they have
/// applied their log up to the same position.
/// </summary>
internal sealed class ReplicasIdenticalCheck : ICheckKind
{
    public string Name => "replicas-identical";

    public string Summary => "at the end, and at equal positions of their logs, all copies of a partition hold the same";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new ReplicasIdenticalParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var replicas = Topics.Replicas(history);
        var owners = Owners.AtTheEnd(Topics.Shards(history));
        var positions = SeenCopy.In(replicas.All).Where(c => c.Copy.Applied is not null)
            .GroupBy(c => (c.Copy.Name, c.Copy.Applied)).Where(g => g.Select(c => c.Sight.Subject).Distinct().Count() > 1).ToList();
        // Copies that a node holds but does not own are judged by placement.
        var ends = SeenCopy.In(replicas.Last).Where(c => owners.Own(c.Sight.View!.Node, c.Copy.Name))
            .GroupBy(c => c.Copy.Name).Where(g => g.Count() > 1).ToList();
        List<Finding> findings =
        [
            .. positions.Select(g => Judge(history, "diverged", $"with its log applied up to {g.Key.Applied}", [.. g])).OfType<Finding>(),
            .. ends.Select(g => Judge(history, "different", "at the end", [.. g])).OfType<Finding>(),
        ];
        var silent = replicas.Last.FirstOrDefault(s => s.View is null);
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : replicas.Doubt
                ?? (history.TimeOf(RunPhase.FinalReadsEnded) is null ? "the run was not observed to its end" : null)
                ?? (silent is not null ? $"{silent.Subject} did not say what it holds at the end" : null)
                ?? (ends.Count == 0 ? "no partition was seen to have two copies at the end" : null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "difference")}: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(ends.Count, "partition")} with {ends.Sum(g => g.Count()):#,0} identical copies at the end"
                    + (positions.Count == 0 ? "" : $", and copies at {Words.Many(positions.Count, "equal position")} of their logs before"),
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["partition_count"] = ends.Count, ["copy_count"] = ends.Sum(g => g.Count()), ["position_count"] = positions.Count,
                ["different_count"] = findings.Count,
            },
        };
    }

    private static Finding? Judge(History history, string anomaly, string when, SeenCopy[] copies)
    {
        SeenCopy[] different = [.. copies.DistinctBy(c => c.Content)];
        return different.Length < 2 ? null : new Finding
        {
            Anomaly = anomaly,
            Explanation = $"{copies[0].Copy.Name} differs {when}: {string.Join(", and ", different.Select(c => c.Tell()))}",
            Faults = history.FaultsDuring(different.Min(c => c.Sight.Line.AskedNs), different.Max(c => c.Sight.Line.TimeNs)),
        };
    }
}
