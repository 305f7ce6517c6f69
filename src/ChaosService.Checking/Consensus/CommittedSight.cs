using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Consensus;

/// <summary>What a node reported about one group's log.</summary>
internal sealed record CommittedSight(Observation Seen, CommittedView View)
{
    /// <param name="unreadable">The first observation that has another form; null when there is none.</param>
    public static List<CommittedSight> In(History history, out Observation? unreadable)
    {
        unreadable = null;
        var sights = new List<CommittedSight>();
        foreach (var seen in history.Observations.Where(o => o.Topic == CommittedView.Topic && o.Value.Kind != OpValueKind.None))
        {
            if (CommittedView.AllFrom(seen.Value) is { } views) sights.AddRange(views.Select(v => new CommittedSight(seen, v)));
            else unreadable ??= seen;
        }
        return sights;
    }

    public string Tell(CommittedMark mark) =>
        $"{Seen.Subject} had committed what has the checksum {mark.Sum} at {Words.At(Seen.TimeNs)} (history index {Seen.Index})";

    public string Tell() => $"{Seen.Subject} had committed {View.Commit} entries at {Words.At(Seen.TimeNs)} (history index {Seen.Index})";
}
