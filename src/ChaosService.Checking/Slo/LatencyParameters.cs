using System.Text.Json.Serialization;
using ChaosService.Model.Checks;

namespace ChaosService.Checking.Slo;

/// <summary>
/// Upper bounds for the ops outside faults' windows; each is optional, and without any bound the check only reports and is valid.
/// </summary>
public sealed record LatencyParameters(TimeSpan? P50, TimeSpan? P90, TimeSpan? P95, TimeSpan? P99, TimeSpan? P999) : CheckParameters
{
    /// <summary>p99 of at most 50 ms means that 99% of the ops take at most 50 ms.</summary>
    [JsonIgnore]
    public override IReadOnlyList<ServiceObjective> Objectives =>
    [
        .. new[]
        {
            Of("p50", 0.5, P50), Of("p90", 0.9, P90), Of("p95", 0.95, P95), Of("p99", 0.99, P99), Of("p999", 0.999, P999),
        }.OfType<ServiceObjective>(),
    ];

    private static ServiceObjective? Of(string percentile, double share, TimeSpan? bound) =>
        bound is { } within ? new ServiceObjective($"latency-{percentile}", share, within, TimeSpan.Zero) : null;
}
