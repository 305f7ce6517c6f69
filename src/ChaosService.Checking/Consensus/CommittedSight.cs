using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Consensus;

/// <summary>What a node reported about one group's log.</summary>
internal sealed record CommittedSight(Observation Seen, CommittedView View)
{
    /// <param name="doubt">What could not be understood; null when everything was.</param>
    public static List<CommittedSight> In(History history, out string? doubt)
    {
        var sights = Sights<IReadOnlyList<CommittedView>>.Of(history, CommittedView.Topic, CommittedView.AllFrom);
        doubt = sights.Doubt;
        return [.. sights.All.SelectMany(s => s.View ?? [], (s, view) => new CommittedSight(s.Line, view))];
    }

    public string Tell(CommittedMark mark) =>
        $"{Seen.Subject} had committed what has the checksum {mark.Sum} at {Words.At(Seen.TimeNs)} (history index {Seen.Index})";

    public string Tell() => $"{Seen.Subject} had committed {View.Commit} entries at {Words.At(Seen.TimeNs)} (history index {Seen.Index})";
}
