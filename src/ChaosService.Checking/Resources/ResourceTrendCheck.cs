using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Resources;

/// <summary>Checks whether a node's memory, or the number of its open files, grows for as long as it runs.</summary>
internal sealed class ResourceTrendCheck : ICheckKind
{
    private const double GrowthDefault = 0.2;
    private const double LeastMemoryBytes = 4 << 20;
    private const double LeastFds = 8;
    private static readonly TimeSpan OverDefault = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterDefault = TimeSpan.FromMinutes(5);

    public string Name => "resource-trend";

    public string Summary => "no node's memory or number of open files grows without end";

    public CheckParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var over = reader.PositiveDuration("over") ?? OverDefault;
        var result = new ResourceTrendParameters(
            reader.Share("memory") ?? GrowthDefault, reader.Share("fds") ?? GrowthDefault, over, reader.Duration("after") ?? AfterDefault);
        reader.Done();
        return reader.Problems.Count > problems ? null : result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        var limits = (ResourceTrendParameters)parameters;
        var trends = new List<NodeTrend>();
        foreach (var node in history.Samples.GroupBy(s => s.Node, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            budget.Deadline.ThrowIfCancellationRequested();
            IReadOnlyList<ResourceSample> samples = [.. node];
            trends.Add(NodeTrend.Of(node.Key, Unit.Memory, limits.Memory, LeastMemoryBytes, samples, limits));
            trends.Add(NodeTrend.Of(node.Key, Unit.Fds, limits.Fds, LeastFds, samples, limits));
        }
        if (trends.Count == 0) return CheckVerdict.Unknown(Name, "no node's memory and files were measured");
        var worst = trends.Max(t => t.Outcome);
        return new CheckVerdict
        {
            Check = Name,
            Outcome = worst,
            Summary = worst == Outcome.Valid
                ? $"memory and open files of {Words.Many(trends.Count / 2, "node")} are steady over "
                    + $"{Words.Span((long)(trends.Min(t => t.Trend.MeasuredSeconds) * 1e9))}"
                : Summarize([.. trends.Where(t => t.Outcome == worst)]),
            Findings = [.. trends.Where(t => t.Outcome == Outcome.Invalid)
                .Select(t => new Finding { Anomaly = $"{t.Resource}-growth", Explanation = t.Sentence })],
            Figures = new Dictionary<string, double> { ["sample_count"] = history.Samples.Count },
            Rows = [.. trends.GroupBy(t => t.Node).Select(Row)],
        };
    }

    /// <summary>The nodes of a cluster usually have the same problem: the first one represents all of them.</summary>
    private static string Summarize(List<NodeTrend> trends) => trends.Count == 1
        ? trends[0].Sentence
        : $"{trends[0].Sentence}; likewise {string.Join(", ", trends.Skip(1).Select(t => $"{t.Resource} of {t.Node}"))}";

    private static FigureRow Row(IGrouping<string, NodeTrend> node)
    {
        var (memory, fds) = (node.First(t => t.Resource == Unit.Memory.Name).Trend, node.First(t => t.Resource == Unit.Fds.Name).Trend);
        return new FigureRow(node.Key, new Dictionary<string, double>
        {
            ["measured_s"] = Math.Round(memory.MeasuredSeconds, 1),
            ["memory_bytes"] = Math.Round(memory.Level),
            ["memory_growth_per_h_bytes"] = Math.Round(memory.SlopePerSecond * 3600),
            ["open_files"] = fds.Level,
            ["growth_per_h_files"] = Math.Round(fds.SlopePerSecond * 3600, 2),
        });
    }
}
