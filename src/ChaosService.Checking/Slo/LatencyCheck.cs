using ChaosService.Checking.Findings;
using ChaosService.Checking.Slo.Figures;
using ChaosService.Checking.Slo.Live;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Slo;

/// <summary>
/// Latency of ops, from their scheduled start. Ops that were sent to the database count, including those that timed out: a user waits for
/// these, too. Ops that the generator shed never waited and count for availability only.
/// </summary>
internal sealed class LatencyCheck : ICheckKind
{
    private static readonly (string Name, double Share)[] Percentiles =
        [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999)];

    public string Name => "latency";

    public string Summary => "latency percentiles before, during and after each fault, and bounds outside faults";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new LatencyParameters(
            reader.Duration("p50"), reader.Duration("p90"), reader.Duration("p95"), reader.Duration("p99"), reader.Duration("p999"));
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => new SlidingWindow(LiveFigures.Latency);

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var span = LoadOps.Span(history);
        var parts = LatencyParts.Of(history, span);
        var outside = new LatencyHistogram();
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (!LoadOps.Within(op, span) || op.CompletedNs == long.MaxValue || LoadOps.WasShed(op)) continue;
            var during = false;
            foreach (var part in parts)
            {
                if (op.IntendedNs < part.FromNs || op.IntendedNs > part.UntilNs) continue;
                part.Histogram.Add(op.LatencyNs);
                during |= part.IsFault;
            }
            if (!during) outside.Add(op.LatencyNs);
        }
        return Judge((LatencyParameters)parameters, outside, parts);
    }

    private CheckVerdict Judge(LatencyParameters bounds, LatencyHistogram outside, IReadOnlyList<LatencyPart> parts)
    {
        if (outside.Count == 0 && parts.All(p => p.Histogram.Count == 0))
            return CheckVerdict.Unknown(Name, "no op of the load was answered");
        TimeSpan?[] allowed = [bounds.P50, bounds.P90, bounds.P95, bounds.P99, bounds.P999];
        var findings = new List<Finding>();
        for (var i = 0; i < allowed.Length; i++)
        {
            var measured = outside.Percentile(Percentiles[i].Share);
            if (allowed[i] is { } bound && measured > bound.Ticks * 100)
                findings.Add(new Finding
                {
                    Anomaly = "too-slow",
                    Explanation = $"{Percentiles[i].Name} outside faults was {Words.Span(measured)}, above {Quantity.Format(bound)}",
                });
        }
        var unmeasured = outside.Count == 0 && allowed.Any(a => a is not null);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = findings.Count > 0 ? Outcome.Invalid : unmeasured ? Outcome.Unknown : Outcome.Valid,
            Summary = findings.Count > 0 ? string.Join("; ", findings.Select(f => f.Explanation))
                : unmeasured ? "no op fell outside the faults, so the bounds cannot be judged"
                : $"outside faults p50 {Words.Span(outside.Percentile(0.5))}, p99 {Words.Span(outside.Percentile(0.99))}, max "
                    + $"{Words.Span(outside.MaxNs)}",
            Findings = findings,
            Figures = FiguresOf(outside),
            Rows = [new FigureRow("outside faults", FiguresOf(outside)), .. parts.Where(p => p.Histogram.Count > 0)
                .Select(p => new FigureRow(p.Label, FiguresOf(p.Histogram)))],
        };
    }

    private static Dictionary<string, double> FiguresOf(LatencyHistogram histogram)
    {
        var figures = new Dictionary<string, double> { ["op_count"] = histogram.Count };
        if (histogram.Count == 0) return figures;
        foreach (var (name, share) in Percentiles) figures[$"{name}_ms"] = histogram.Percentile(share) / 1e6;
        figures["max_ms"] = histogram.MaxNs / 1e6;
        return figures;
    }
}
