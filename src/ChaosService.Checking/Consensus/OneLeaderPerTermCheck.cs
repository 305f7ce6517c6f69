using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Consensus;

/// <summary>
/// Raft's election safety (Ongaro and Ousterhout, figure 3): at most one leader is elected in a term. Two members that follow different
/// leaders in one term prove that there were two, however far apart they were polled. It depends on votes being remembered.
/// </summary>
internal sealed class OneLeaderPerTermCheck : ICheckKind
{
    public string Name => "one-leader-per-term";

    public string Summary => "no two members were seen to have different leaders in one term";

    public CheckParameters? Bind(MapReader reader)
    {
        reader.Done();
        return new OneLeaderPerTermParameters();
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var polls = Sights<IReadOnlyList<RaftView>>.Of(history, RaftView.Topic, RaftView.AllFrom);
        var sights = Leaders(polls);
        var terms = sights.GroupBy(s => (s.View.Group, s.View.Term)).OrderBy(t => t.Key.Group, StringComparer.Ordinal)
            .ThenBy(t => t.Key.Term).ToList();
        List<Finding> elected = [.. terms.Select(t => Judge(history, [.. t.DistinctBy(s => s.View.Leader)])).OfType<Finding>()];
        List<Finding> findings = [.. elected, .. Votes.Broken(history, polls)];
        var undecided = terms.Count == 0 ? "no member was seen to have a leader, so nothing can be said"
            : history.Dropped > 0 ? Words.Dropped(history)
            : polls.Doubt;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = elected.Count > 0
                ? $"{Words.Many(elected.Count, "term")} of {terms.Count} had two leaders: {elected[0].Explanation}"
                : findings.Count > 0 ? $"{Words.Many(findings.Count, "vote")} did not last: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(terms.Count, "term")} with one leader each, as "
                    + $"{Words.Many(sights.Select(s => s.Seen.Subject).Distinct().Count(), "member")} saw it",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["term_count"] = terms.Count,
                ["leader_count"] = sights.Select(s => s.View.Leader).Distinct().Count(),
                ["group_count"] = sights.Select(s => s.View.Group).Distinct().Count(),
                ["observation_count"] = history.Observations.Count(o => o.Topic == RaftView.Topic),
                ["violated_term_count"] = elected.Count, ["lost_vote_count"] = findings.Count - elected.Count,
            },
        };
    }

    private static List<Sight> Leaders(Sights<IReadOnlyList<RaftView>> polls)
    {
        var views = polls.All.SelectMany(p => p.View ?? [], (p, view) => (Seen: p.Line, View: view)).ToList();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (seen, view) in views) names[view.Member] = seen.Subject;
        return [.. views.Where(v => v.View.Leader is not null).Select(v => new Sight(v.Seen, v.View, names))];
    }

    private static Finding? Judge(History history, Sight[] leaders) => leaders.Length < 2 ? null : new Finding
    {
        Anomaly = "two-leaders",
        Explanation = $"in {Term(leaders[0].View)} {string.Join(", and ", leaders.Select(s => s.Tell()))}",
        Faults = history.FaultsDuring(leaders.Min(s => s.Seen.AskedNs), leaders.Max(s => s.Seen.TimeNs)),
    };

    private static string Term(RaftView view) => view.Group is { } group ? $"term {view.Term} of {group}" : $"term {view.Term}";

    /// <param name="Names">The members' names by their ids, for those that were polled.</param>
    private sealed record Sight(Observation Seen, RaftView View, IReadOnlyDictionary<string, string> Names)
    {
        public string Tell() =>
            $"{Seen.Subject} had the leader {Names.GetValueOrDefault(View.Leader!, View.Leader!)} at {Words.At(Seen.TimeNs)} "
                + $"(history index {Seen.Index})";
    }
}
