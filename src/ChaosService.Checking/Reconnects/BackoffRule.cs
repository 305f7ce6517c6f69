using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Reconnects;

/// <summary>
/// How a node waits for a server that is away: longer and longer, so that it does not burden a server that comes back, up to a limit, so
/// that it comes back itself; and not when the others do.
/// </summary>
internal sealed class BackoffRule(History history, ReconnectBackoffParameters parameters)
{
    /// <summary>Fewer pauses than this cannot show whether they grow.</summary>
    public const int GrowthMin = 3;

    /// <summary>Pauses of several nodes, or outages, at one place of the order: with fewer, equal ones may be chance.</summary>
    public const int ComparedMin = 4;

    /// <summary>Pauses are logged in whole ms.</summary>
    private const long RoundingNs = 1_000_000;

    /// <summary>A timer may be early by a tick of the system's clock, and lines have times in whole ms.</summary>
    private const long EarlyNs = 50_000_000;

    /// <summary>Drawn pauses differ by more than this share of their length.</summary>
    private const double SpreadMin = 0.01;

    public IEnumerable<Finding> Growth(Outage outage)
    {
        foreach (var (place, pause) in outage.Pauses.Index().Where(p => p.Item.LengthNs < LeastNs(p.Index) - RoundingNs).Take(1))
            yield return Finding(
                "no-backoff", $"{Before(outage, place)} {outage.Node} waited {Words.Span(pause.LengthNs)}; at least "
                    + $"{Words.Span(LeastNs(place))} are due by then", outage);
    }

    public IEnumerable<Finding> Limit(Outage outage)
    {
        var most = Ns(parameters.Longest);
        foreach (var (place, pause) in outage.Pauses.Index().Where(p => p.Item.LengthNs > most + RoundingNs).Take(1))
            yield return Finding(
                "too-long", $"{Before(outage, place)} {outage.Node} waited {Words.Span(pause.LengthNs)}; at most {Words.Span(most)} are "
                    + "allowed", outage);
    }

    /// <summary>A node does what it says.</summary>
    public IEnumerable<Finding> Kept(Outage outage)
    {
        if (outage.Pauses.FirstOrDefault(p => p.WaitedNs < p.LengthNs - EarlyNs) is { } pause)
            yield return Finding(
                "not-waited", $"at {Words.At(pause.AtNs)} {outage.Node} said that it would wait {Words.Span(pause.LengthNs)}, and the "
                    + $"attempt was over after {Words.Span(pause.WaitedNs!.Value)}", outage);
    }

    public IEnumerable<Finding> Return(Outage outage)
    {
        if (outage.IsCut) yield break;
        var backNs = BackNs(outage);
        var lateNs = outage.EndNs - backNs - Ns(parameters.Within);
        if (lateNs > 0)
            yield return Finding(
                "late-reconnect", $"{outage.Node} {(outage.ConnectedNs is null ? "had no connection" : "had a connection only")} "
                    + $"{Words.Span(outage.EndNs - backNs)} after the end of its outage at {Words.At(backNs)}; "
                    + $"{Words.Span(Ns(parameters.Within))} are allowed", outage);
    }

    /// <summary>Pauses at one place of the order differ, between nodes and between outages.</summary>
    /// <param name="compared">How many could be compared with another one.</param>
    public IEnumerable<Finding> Jitter(IReadOnlyList<Outage> outages, out int compared)
    {
        var places = outages.SelectMany(o => o.Pauses.Select((p, i) => (Place: i, Pause: p.LengthNs, Outage: o)))
            .GroupBy(p => p.Place).Where(g => g.Count() > 1).Select(g => g.ToList()).ToList();
        compared = places.Sum(p => p.Count - 1);
        if (compared < ComparedMin || !places.TrueForAll(IsOne)) return [];
        var (first, nodes) = (places[0][0], places[0].Select(p => p.Outage.Node).Distinct(StringComparer.Ordinal).ToList());
        return
        [
            Finding(
                "no-jitter", $"{string.Join(", ", nodes)} waited equally long before each attempt, {Words.Span(first.Pause)} before the "
                    + "first: they come back together", first.Outage),
        ];

        static bool IsOne(List<(int Place, long Pause, Outage Outage)> pauses) =>
            pauses.Max(p => p.Pause) - pauses.Min(p => p.Pause) <= Math.Max(RoundingNs, SpreadMin * pauses.Max(p => p.Pause));
    }

    /// <summary>From when the node can connect: when the last fault of the outage has ended.</summary>
    private long BackNs(Outage outage) => history.Faults.Where(f => f.Overlaps(outage.FromNs, outage.EndNs))
        .Select(f => Math.Min(f.EndNs ?? outage.EndNs, outage.EndNs)).Append(outage.FromNs).Max();

    private long LeastNs(int place) => (long)((1 - parameters.Jitter)
        * Math.Min(Ns(parameters.Longest), Ns(parameters.First) * Math.Pow(2, Math.Min(place, 40))));

    private static string Before(Outage outage, int place) => $"before attempt {place + 1} of the outage at {Words.At(outage.FromNs)}";

    private Finding Finding(string anomaly, string explanation, Outage outage) => new()
    {
        Anomaly = anomaly, Explanation = explanation, Faults = history.FaultsDuring(outage.FromNs, outage.EndNs),
    };

    private static long Ns(TimeSpan span) => span.Ticks * 100;
}
