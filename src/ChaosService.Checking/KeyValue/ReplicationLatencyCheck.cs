using ChaosService.Checking.Findings;
using ChaosService.Checking.Observations;
using ChaosService.Checking.Slo;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.KeyValue;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.KeyValue;

/// <summary>
/// How long after its acknowledgement a write arrives as a change at a subscriber of ours. A change that is faster than the reply took no
/// time. Arrivals are known by their age when the subscriber was asked, so all of them may be earlier by the time that it took to answer.
/// </summary>
internal sealed class ReplicationLatencyCheck : ICheckKind
{
    private static readonly (string Name, double Share)[] Percentiles = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)];

    public string Name => "replication-latency";

    public string Summary => "percentiles of the time from a write's reply to its change at the broker, and bounds for them";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new ReplicationLatencyParameters(reader.Duration("p95"), reader.Duration("p99"));
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var changes = Sights<ChangesView>.Of(history, ChangesView.Topic, ChangesView.From);
        if (changes.Last is not [{ View: { } view, Line: var line }, ..])
            return CheckVerdict.Unknown(Name, changes.Doubt ?? "what the nodes tell each other was not seen");
        if (view.Events.FirstOrDefault(e => e.AgeNs is null) is not null)
            return CheckVerdict.Unknown(Name, "the history does not say when changes arrived");
        var arrivals = view.Events.GroupBy(e => (e.Key, e.Value)).ToDictionary(g => g.Key, g => line.TimeNs - g.Max(e => e.AgeNs!.Value));
        var writes = AcknowledgedWrites.OfTheLoad(history);
        var parts = LatencyParts.Of(history, LoadOps.Span(history));
        var (all, unseen) = (new LatencyHistogram(), default(Op?));
        foreach (var op in writes.Plain)
        {
            if (!arrivals.TryGetValue((op.Key!, LeftValue.Of(op)), out var arrived))
            {
                unseen ??= op;
                continue;
            }
            all.Add(arrived - op.CompletedNs);
            foreach (var part in parts)
                if (op.IntendedNs >= part.FromNs && op.IntendedNs <= part.UntilNs) part.Histogram.Add(arrived - op.CompletedNs);
        }
        budget.Deadline.ThrowIfCancellationRequested();
        var doubt = history.Dropped > 0 ? Words.Dropped(history)
            : writes.Doubt ?? (unseen is { } op1 ? $"no change of the write of {op1.Value.First} to {op1.Key} at "
                + $"{Words.At(op1.InvokedNs)} was seen" + (view.Missed is { } missed ? $", and {missed}" : "") : null)
                ?? (all.Count == 0 ? "no write of the load was acknowledged" : null);
        return Judge((ReplicationLatencyParameters)parameters, all, parts, doubt, line.TimeNs - line.AskedNs);
    }

    /// <param name="slackNs">By so much may every arrival be earlier.</param>
    private CheckVerdict Judge(
        ReplicationLatencyParameters bounds, LatencyHistogram all, IReadOnlyList<LatencyPart> parts, string? doubt, long slackNs)
    {
        var findings = new List<Finding>();
        foreach (var (name, bound) in new[] { ("p95", bounds.P95), ("p99", bounds.P99) })
        {
            var measured = all.Percentile(Percentiles.Single(p => p.Name == name).Share);
            if (doubt is not null || bound is not { } allowed || measured <= allowed.Ticks * TimeSpan.NanosecondsPerTick) continue;
            var sentence = $"{name} was {Words.Span(measured)}, above {Quantity.Format(allowed)}";
            if (measured - slackNs > allowed.Ticks * TimeSpan.NanosecondsPerTick)
                findings.Add(new Finding { Anomaly = "late", Explanation = sentence });
            else doubt = $"{sentence}, and may be shorter by the {Words.Span(slackNs)} that the subscriber took to answer";
        }
        return new CheckVerdict
        {
            Check = Name,
            Outcome = FindingList.Judge(findings.Count, doubt),
            Summary = findings.Count > 0 ? string.Join("; ", findings.Select(f => f.Explanation))
                : doubt ?? $"p50 {Words.Span(all.Percentile(0.5))}, p95 {Words.Span(all.Percentile(0.95))}, p99 "
                    + $"{Words.Span(all.Percentile(0.99))}, max {Words.Span(all.MaxNs)}",
            Findings = findings,
            Figures = FiguresOf(all),
            Rows = [.. parts.Where(p => p.Histogram.Count > 0).Select(p => new FigureRow(p.Label, FiguresOf(p.Histogram)))],
        };
    }

    private static Dictionary<string, double> FiguresOf(LatencyHistogram histogram)
    {
        var figures = new Dictionary<string, double> { ["write_count"] = histogram.Count };
        if (histogram.Count == 0) return figures;
        foreach (var (name, share) in Percentiles) figures[$"{name}_ms"] = histogram.Percentile(share) / 1e6;
        figures["max_ms"] = histogram.MaxNs / 1e6;
        return figures;
    }
}
