using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Consensus;

/// <summary>
/// A member votes once in a term, and that vote is final: one that restarts and has forgotten it may vote for another candidate. For two
/// leaders to be elected this way, the votes must come within milliseconds; a forgotten vote shows every time.
/// </summary>
internal static class Votes
{
    public static IEnumerable<Finding> Broken(History history, Sights<IReadOnlyList<RaftView>> polls)
    {
        foreach (var member in polls.All.GroupBy(p => p.Subject, StringComparer.Ordinal))
        {
            // A group that a node left and joined again has a new server there, which has not voted.
            Dictionary<string, (Observation Seen, RaftView View)> known = [];
            foreach (var poll in member)
            {
                if (poll.View is not { } views) continue;
                var now = views.ToDictionary(v => v.Group ?? "", v => (Seen: poll.Line, View: v));
                foreach (var (group, (_, view)) in now)
                    if (known.TryGetValue(group, out var before) && before.View.Vote is not null
                        && before.View.Term == view.Term && before.View.Vote != view.Vote)
                        yield return Tell(history, before, (poll.Line, view));
                known = now;
            }
        }
    }

    private static Finding Tell(History history, (Observation Seen, RaftView View) before, (Observation Seen, RaftView View) after) => new()
    {
        Anomaly = after.View.Vote is null ? "vote-forgotten" : "voted-twice",
        Explanation = $"in term {before.View.Term}{(before.View.Group is { } group ? $" of {group}" : "")} {before.Seen.Subject} had voted "
            + $"for {before.View.Vote} at {Words.At(before.Seen.TimeNs)}, and for {after.View.Vote ?? "nobody"} at "
            + $"{Words.At(after.Seen.TimeNs)} (history index {after.Seen.Index})",
        Faults = history.FaultsDuring(before.Seen.AskedNs, after.Seen.TimeNs),
    };
}
