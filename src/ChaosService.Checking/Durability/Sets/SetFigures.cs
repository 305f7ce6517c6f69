using ChaosService.Model.Histories;

namespace ChaosService.Checking.Durability.Sets;

/// <summary>The numbers of a set's tally.</summary>
internal static class SetFigures
{
    public static IReadOnlyDictionary<string, double> Of(History history, SetTally tally)
    {
        var figures = new Dictionary<string, double>
        {
            ["attempt_count"] = tally.Attempts,
            ["acknowledged_count"] = tally.Acknowledged,
            ["lost_count"] = tally.Lost.Count + tally.LostAccepted.Count,
            ["lost_accepted_count"] = tally.LostAccepted.Count,
            ["recovered_count"] = tally.Recovered,
            ["stale_count"] = tally.Stale.Count,
            ["duplicated_count"] = tally.Duplicated.Count,
            ["phantom_count"] = tally.Phantom.Count,
            ["never_read_count"] = tally.NeverRead,
        };
        var lost = tally.Lost.Concat(tally.LostAccepted).Select(e => e.Element.KnownNs).ToArray();
        if (lost.Length == 0) return figures;
        var (first, last) = (lost.Min(), lost.Max());
        figures["first_lost_s"] = first / 1e9;
        figures["last_lost_s"] = last / 1e9;
        // Relative to the last fault that began before the first loss: how soon after it, and for how long, acknowledgements were
        // worthless.
        if (history.Faults.LastOrDefault(f => f.StartNs <= first) is not { } fault) return figures;
        figures["first_lost_after_fault_s"] = (first - fault.StartNs) / 1e9;
        figures["last_lost_after_fault_s"] = (last - fault.StartNs) / 1e9;
        return figures;
    }
}
