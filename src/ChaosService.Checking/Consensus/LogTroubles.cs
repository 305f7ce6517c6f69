using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Consensus;

/// <summary>The ways in which the committed logs of one group's members can disagree.</summary>
internal sealed class LogTroubles(History history, string group, IReadOnlyList<CommittedSight> sights)
{
    /// <summary>A member learns what is committed from its leader's next message, and is polled twice a second.</summary>
    private const long SettleNs = 2_000_000_000;

    /// <summary>By log position: the observations of it.</summary>
    private readonly List<IGrouping<(long Block, long Index), (CommittedSight Sight, CommittedMark Mark)>> _positions =
    [
        .. sights.SelectMany(s => s.View.Marks, (s, m) => (Sight: s, Mark: m)).GroupBy(m => (m.Mark.Block, m.Mark.Index))
            .OrderBy(p => p.Key.Index),
    ];

    /// <summary>The number of positions at which at least two members could be compared.</summary>
    public int Compared => _positions.Count(p => p.DistinctBy(m => m.Sight.Seen.Subject).Count() > 1);

    /// <summary>The first difference of each block: everything after it in the block differs as well.</summary>
    public IEnumerable<Finding> Diverged() =>
        from block in _positions.Select(p => (p.Key, Sums: p.DistinctBy(m => m.Mark.Sum).ToList())).Where(p => p.Sums.Count > 1)
            .GroupBy(p => p.Key.Block)
        let position = block.First()
        select Tell(
            "diverged",
            $"the entries {position.Key.Block} to {position.Key.Index} of {group} differ: "
                + string.Join(", and ", position.Sums.Select(m => m.Sight.Tell(m.Mark))),
            [.. position.Sums.Select(m => m.Sight)]);

    /// <summary>A member that restarts learns anew what is committed; one that did not restart never knows less than before.</summary>
    public IEnumerable<Finding> WentBack()
    {
        foreach (var life in sights.GroupBy(s => (s.Seen.Subject, s.View.Since)))
            foreach (var (before, after) in life.Zip(life.Skip(1)))
                if (after.View.Commit < before.View.Commit)
                    yield return Tell(
                        "commit-went-back", $"in {group} {before.Tell()}, and {after.View.Commit} at {Words.At(after.Seen.TimeNs)} "
                            + $"(history index {after.Seen.Index})",
                        before, after);
    }

    /// <param name="endNs">Until then each member's last report holds.</param>
    /// <param name="gone">The nodes that do not answer at the end, or no longer have a copy of this group.</param>
    public IEnumerable<Finding> Behind(long endNs, IReadOnlySet<string> gone)
    {
        List<CommittedSight> last = [.. sights.GroupBy(s => s.Seen.Subject).Where(s => !gone.Contains(s.Key)).Select(s => s.Last())];
        // A former member that has not yet learnt of its removal no longer receives what is committed.
        var known = sights.Where(s => s.Seen.TimeNs <= endNs - SettleNs).MaxBy(s => s.View.Commit);
        if (known is null || last.MaxBy(s => s.View.Commit) is not { } first) yield break;
        foreach (var member in last.Where(m => first.View.Voters.Contains(m.View.Member) && m.View.Commit < known.View.Commit))
            yield return Tell(
                "behind", $"at the end {group} is not the same everywhere: {known.Tell()}, and {member.Seen.Subject} no more than "
                    + $"{member.View.Commit} to the end",
                known, member);
    }

    private Finding Tell(string anomaly, string explanation, params CommittedSight[] shown) => new()
    {
        Anomaly = anomaly, Explanation = explanation,
        Faults = history.FaultsDuring(shown.Min(s => s.Seen.AskedNs), shown.Max(s => s.Seen.TimeNs)),
    };
}
