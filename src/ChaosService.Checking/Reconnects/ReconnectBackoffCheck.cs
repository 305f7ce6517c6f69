using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Reconnects;

/// <summary>Judges by the nodes' own logs how they try to get a lost connection back.</summary>
internal sealed class ReconnectBackoffCheck : ICheckKind
{
    private const double JitterDefault = 0.5;
    private static readonly TimeSpan FirstDefault = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDefault = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WithinDefault = TimeSpan.FromSeconds(15);

    public string Name => "reconnect-backoff";

    public string Summary => "pauses between attempts to reconnect grow up to a limit and differ, and end soon after the outage";

    public CheckParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var (first, longest) = (reader.PositiveDuration("first") ?? FirstDefault, reader.Duration("longest") ?? LongestDefault);
        if (longest < first)
            reader.Problems.Add(
                reader.Has("longest") ? reader.PlaceOf("longest") : reader.Place, "'longest' is shorter than 'first'",
                Quantity.Format(longest), $"write at least {Quantity.Format(first)}");
        var (jitter, within) = (reader.Share("jitter") ?? JitterDefault, reader.Duration("within") ?? WithinDefault);
        reader.Done();
        return reader.Problems.Count > problems ? null : new ReconnectBackoffParameters(first, longest, jitter, within);
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var logs = Sights<NodeLogView>.Of(history, NodeLogView.Topic, NodeLogView.From);
        var outages = OutagesIn(logs);
        var rule = new BackoffRule(history, (ReconnectBackoffParameters)parameters);
        var undecided = Undecided(history, logs, outages);
        var jitter = rule.Jitter(outages, out var compared).ToList();
        List<Finding> findings = undecided is not null ? [] : [.. outages.SelectMany(Judge), .. jitter];
        undecided ??= TooFew(outages, compared);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "violation")}: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(outages.Sum(o => o.Pauses.Count), "pause")} in {Words.Many(outages.Count, "outage")} grow, "
                    + "differ and end with a connection",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["outage_count"] = outages.Count, ["pause_count"] = outages.Sum(o => o.Pauses.Count),
                ["pause_max_ms"] = outages.SelectMany(o => o.Pauses).Select(p => p.LengthNs / 1e6).DefaultIfEmpty().Max(),
                ["compared_count"] = compared, ["violation_count"] = findings.Count,
            },
        };

        IEnumerable<Finding> Judge(Outage outage) =>
            [.. rule.Growth(outage), .. rule.Limit(outage), .. rule.Kept(outage), .. rule.Return(outage)];
    }

    private static List<Outage> OutagesIn(Sights<NodeLogView> logs)
    {
        var lines = LoggedLine.In(logs).Where(IsOfTheLink).ToLookup(l => l.Node);
        return [.. logs.Last.SelectMany(s => Outage.In(s.Subject, [.. lines[s.Subject]], s.Line.TimeNs)).OrderBy(o => o.FromNs)];
    }

    private static bool IsOfTheLink(LoggedLine line) =>
        line.Event.Name is LinkEvents.Started or LinkEvents.Connected or LinkEvents.Reconnecting;

    /// <summary>Why the logs do not tell what happened.</summary>
    private static string? Undecided(History history, Sights<NodeLogView> logs, List<Outage> outages) =>
        logs.Doubt is { } doubt ? doubt
        : logs.All.Count == 0 ? "no node's log was read"
        : logs.Last.FirstOrDefault(s => s.View is null) is { } unread ? $"the log of {unread.Subject} could not be read"
        : logs.Last.FirstOrDefault(s => s.View!.Missed > 0) is { } full
            ? $"{full.Subject} logged {Words.Many(full.View!.Missed, "line")} more than are kept"
        : outages.Count == 0 ? "no node tells in its log that it tried to reconnect"
        : logs.Last.FirstOrDefault(s => !s.View!.Events.Any(e => e.Name is LinkEvents.Started or LinkEvents.Connected)) is { } mute
            ? $"the log of {mute.Subject} does not tell when it is connected"
        : history.Faults.FirstOrDefault(f => f.Kind.StartsWith("clock-", StringComparison.Ordinal)) is { } clock
            ? $"{clock.Id} ({clock.Kind}) changed the clock that the logs have their times of"
        : outages.Find(o => o.Pauses.Any(p => p.LengthNs < 0)) is { } odd ? $"{odd.Node} tells of an attempt without a pause"
        : null;

    /// <summary>Why nothing wrong was seen, and it may be all the same.</summary>
    private static string? TooFew(List<Outage> outages, int compared) =>
        outages.Max(o => o.Pauses.Count) is var most && most < BackoffRule.GrowthMin
            ? $"no node waited more than {Words.Many(most, "time")} in one outage, too few to see the pauses grow"
        : compared < BackoffRule.ComparedMin ? $"{Words.Many(compared, "pause")} can be compared, too few to see that they differ"
        : outages.Find(o => o is { ConnectedNs: null, IsCut: false }) is { } open
            ? $"{open.Node} had no connection yet when its log was read"
        : null;
}
