using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Consensus;

/// <summary>
/// Raft's state machine safety (Ongaro and Ousterhout, figure 3): where one member has a committed entry, no other member ever has a
/// different one. So committed logs are always prefixes of each other, they only grow, and once writing has stopped they are equal.
/// </summary>
internal sealed class LogAgreementCheck : ICheckKind
{
    public string Name => "log-agreement";

    public string Summary => "no two members were seen to have committed different entries, and at the end all have committed the same";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new LogAgreementParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var sights = CommittedSight.In(history, out var doubt);
        var groups = sights.GroupBy(s => s.View.Group, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Name: g.Key, Logs: new LogTroubles(history, g.Key, [.. g]))).ToList();
        List<Finding> diverged = [.. groups.SelectMany(g => g.Logs.Diverged())];
        List<Finding> wentBack = [.. groups.SelectMany(g => g.Logs.WentBack())];
        List<Finding> behind = history.TimeOf(RunPhase.FinalReadsEnded) is not { } endNs ? []
            : [.. groups.SelectMany(g => g.Logs.Behind(endNs, WithoutCopyAtTheEnd(history, g.Name)))];
        List<Finding> findings = [.. diverged, .. wentBack, .. behind];
        var compared = groups.Sum(g => g.Logs.Compared);
        var undecided = history.Dropped > 0 ? Words.Dropped(history)
            : doubt is not null ? doubt
            : history.TimeOf(RunPhase.FinalReadsEnded) is null ? "the run was not observed to its end"
            : compared == 0 ? "no two members were seen at one position of a log, so nothing can be said"
            : null;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "contradiction")}: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(groups.Count, "log")} of "
                    + $"{Words.Many(sights.DistinctBy(s => s.Seen.Subject).Count(), "member")} agree at {Words.Many(compared, "position")}",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["group_count"] = groups.Count, ["compared_position_count"] = compared,
                ["entry_count"] = groups.Sum(g => sights.Where(s => s.View.Group == g.Name).Max(s => s.View.Commit)),
                ["observation_count"] = history.Observations.Count(o => o.Topic == CommittedView.Topic),
                ["diverged_block_count"] = diverged.Count, ["went_back_count"] = wentBack.Count, ["behind_count"] = behind.Count,
            },
        };
    }

    /// <summary>The nodes that do not answer at the end, or do not report the group.</summary>
    private static HashSet<string> WithoutCopyAtTheEnd(History history, string group) =>
    [
        .. history.Observations.Where(o => o.Topic == CommittedView.Topic).GroupBy(o => o.Subject).Select(s => s.Last())
            .Where(o => o.Value.Kind == OpValueKind.None || CommittedView.AllFrom(o.Value) is not { } views
                || views.All(v => v.Group != group))
            .Select(o => o.Subject),
    ];
}
