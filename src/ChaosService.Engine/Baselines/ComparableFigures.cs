using ChaosService.Engine.Reporting.Results;

namespace ChaosService.Engine.Baselines;

/// <summary>
/// The figures of which it is known whether more is better. Counts, places in time and slopes around 0 are not among them.
/// </summary>
public static class ComparableFigures
{
    private const string Throughput = "ops.ok_per_s";

    private static readonly HashSet<string> LessIsBetter =
    [
        "p50_ms", "p90_ms", "p95_ms", "p99_ms", "p999_ms", "recovery_s", "memory_bytes", "open_files",
    ];

    private static readonly HashSet<string> Extremes = ["max_ms", "slowest_ms", "longest_gap_ms", "longest_recovery_s"];

    private static readonly HashSet<string> MoreIsBetter =
    [
        "ops_per_s", "ok_per_s", "success_ratio", "outside_faults_success_ratio", "met_ratio", "outside_faults_met_ratio",
        "with_quorum_ratio",
    ];

    /// <summary>Whether more of <paramref name="figure"/>, such as <c>latency.p99_ms</c>, is better.</summary>
    public static bool IsMoreBetter(string figure) => MoreIsBetter.Contains(NameOf(figure));

    /// <summary>
    /// Whether it is the one worst case of a run. One hiccup of the machine makes such a figure; a few runs do not tell how often, so that
    /// it is compared only for those who ask for it.
    /// </summary>
    public static bool IsExtreme(string figure) => Extremes.Contains(NameOf(figure));

    public static IReadOnlyDictionary<string, double> Of(ReportModel run)
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        // Load that ends with the first violation has no known duration.
        if (!run.Plan.UntilVerdict && run.Plan.Duration > TimeSpan.Zero) figures[Throughput] = run.Ops.Ok / run.Plan.Duration.TotalSeconds;
        foreach (var check in run.Verdict.Checks)
            foreach (var (name, value) in check.Figures)
                if ((LessIsBetter.Contains(name) || Extremes.Contains(name) || MoreIsBetter.Contains(name)) && double.IsFinite(value))
                    figures[$"{check.Check}.{name}"] = value;
        return figures;
    }

    private static string NameOf(string figure) => figure[(figure.LastIndexOf('.') + 1)..];
}
