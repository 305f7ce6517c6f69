using System.Globalization;
using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Resources;

/// <summary>
/// A node that takes many connections has at the end what it had at first: descriptors, connections and memory. For a short run with so
/// many connections that a leak shows; <see cref="ResourceTrendCheck"/> is for the slow growth of a long one.
/// </summary>
internal sealed class LeaksCheck : ICheckKind
{
    private const int FdsDefault = 32;
    private const int ConnectionsDefault = 32;
    private const long MemoryDefault = 64 << 20;
    private const int OpenedDefault = 500;
    private static readonly TimeSpan AfterDefault = TimeSpan.FromSeconds(5);

    public string Name => "leaks";

    public string Summary => "after many connections a node has no more descriptors, connections and memory than before";

    public CheckParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var result = new LeaksParameters(
            (int)(reader.Integer("fds", 0, int.MaxValue) ?? FdsDefault),
            (int)(reader.Integer("connections", 0, int.MaxValue) ?? ConnectionsDefault), reader.Bytes("memory") ?? MemoryDefault,
            (int)(reader.Integer("opened", 1, int.MaxValue) ?? OpenedDefault), reader.Duration("after") ?? AfterDefault);
        reader.Done();
        return reader.Problems.Count > problems ? null : result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var limits = (LeaksParameters)parameters;
        var usages = Sights<UsageView>.Of(history, UsageView.Topic, UsageView.From);
        var lives = usages.All.GroupBy(s => s.Subject, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(g => NodeLife.Of(g.Key, g, limits.After)).ToList();
        var judged = lives.Where(l => l.IsLongEnough).ToList();
        Measure[] measures =
        [
            new("fds", "open files and sockets", u => u.Descriptors, limits.Fds, Number),
            new("connections", "connections", u => u.Connections, limits.Connections, Number),
            new("memory", "of memory", u => u.MemoryBytes, limits.MemoryBytes, bytes => Words.Mebibytes(bytes)),
        ];
        List<Finding> findings = [.. judged.SelectMany(life => measures.SelectMany(m => Growth(history, life, m)))];
        var undecided = Undecided(usages, lives, judged, measures, limits);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, undecided),
            Summary = findings.Count > 0
                ? $"{Words.Many(findings.Count, "leak")}: {findings[0].Explanation}"
                : undecided ?? $"{Words.Many(usages.Subjects.Count(), "node")} took "
                    + $"{Words.Many(judged.Sum(l => l.Opened ?? 0), "connection")} and have no more than before",
            Findings = FindingList.Limited(findings),
            Figures = new Dictionary<string, double>
            {
                ["opened_count"] = judged.Sum(l => l.Opened ?? 0), ["leak_count"] = findings.Count,
                ["fds_growth_max"] = Most(judged, measures[0]), ["connections_growth_max"] = Most(judged, measures[1]),
                ["memory_growth_max_bytes"] = Most(judged, measures[2]),
            },
        };
    }

    private static double Most(List<NodeLife> lives, Measure measure) =>
        lives.Select(l => l.Levels(measure.Of) is var (first, last) ? last - first : 0).DefaultIfEmpty().Max();

    private static IEnumerable<Finding> Growth(History history, NodeLife life, Measure measure)
    {
        if (life.Levels(measure.Of) is not var (first, last) || last - first <= measure.Limit) yield break;
        yield return new Finding
        {
            Anomaly = $"{measure.Name}-leak",
            Explanation = $"{life.Node} had {measure.Write(first)} {measure.Noun} at {Words.At(life.FromNs)} and {measure.Write(last)} at "
                + $"{Words.At(life.UntilNs)}, after {Words.Many(life.Opened ?? 0, "connection")}; {measure.Write(measure.Limit)} more are "
                + "allowed",
            Faults = history.FaultsDuring(life.FromNs, life.UntilNs),
        };
    }

    private static string? Undecided(
        Sights<UsageView> usages, List<NodeLife> lives, List<NodeLife> judged, Measure[] measures, LeaksParameters limits) =>
        usages.Doubt is { } doubt ? doubt
        : lives.Count == 0 ? "no node said what it uses"
        : lives.Select(l => l.Node).Distinct(StringComparer.Ordinal).FirstOrDefault(n => judged.All(l => l.Node != n)) is { } brief
            ? $"{brief} did not say often enough what it uses, after its warm-up of {Quantity.Format(limits.After)}"
        : judged.SelectMany(l => measures, (l, m) => (l.Node, m.Noun, Levels: l.Levels(m.Of))).FirstOrDefault(m => m.Levels is null) is
            { Node: { } mute, Noun: var what } ? $"{mute} does not always say how many {what} it has"
        : judged.GroupBy(l => l.Node, l => l.Opened ?? 0).FirstOrDefault(n => n.Max() < limits.Opened) is { } idle
            ? $"{idle.Key} took {Words.Many(idle.Max(), "connection")} meanwhile, and {limits.Opened:#,0} are needed to see a leak"
        : null;

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <param name="Noun">What it is so many of.</param>
    private sealed record Measure(string Name, string Noun, Func<UsageView, long?> Of, long Limit, Func<long, string> Write);
}
