using ChaosService.Checking.Slo.Figures;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Slo;

/// <summary>A part of the run whose latencies are reported separately.</summary>
internal sealed record LatencyPart(string Label, long FromNs, long UntilNs, bool IsFault)
{
    public LatencyHistogram Histogram { get; } = new();
}

internal static class LatencyParts
{
    /// <summary>
    /// Before, during and after each fault; "before" extends back to the end of the previous fault, "after" extends to the start of the
    /// next.
    /// </summary>
    public static IReadOnlyList<LatencyPart> Of(History history, (long FromNs, long UntilNs) span)
    {
        var parts = new List<LatencyPart>();
        foreach (var fault in history.Faults)
        {
            var end = fault.EndNs ?? span.UntilNs;
            var previousEnd = history.Faults.Where(f => f != fault && f.StartNs <= fault.StartNs).Select(f => f.EndNs ?? span.UntilNs)
                .Append(span.FromNs).Max();
            var nextStart =
                history.Faults.Where(f => f.StartNs > fault.StartNs && f.StartNs >= end).Select(f => f.StartNs).Append(span.UntilNs).Min();
            if (previousEnd < fault.StartNs)
                parts.Add(new LatencyPart($"before {LoadOps.Label(fault)}", previousEnd, fault.StartNs - 1, IsFault: false));
            parts.Add(new LatencyPart($"during {LoadOps.Label(fault)}", fault.StartNs, end, IsFault: true));
            // While another fault is still active, this is not "after".
            var stillFaulty = history.Faults.Any(f => f != fault && f.Covers(end + 1));
            if (!stillFaulty && end < nextStart)
                parts.Add(new LatencyPart($"after {LoadOps.Label(fault)}", end + 1, nextStart - 1, IsFault: false));
        }
        return parts;
    }
}
