using System.Globalization;
using ChaosService.Checking.Findings;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;

namespace ChaosService.Checking.Resources;

/// <summary>The most memory that each node had whenever it was measured; between two measurements it may have had more.</summary>
internal sealed class MemoryCheck : ICheckKind
{
    private const double Mebibyte = 1 << 20;

    public string Name => "memory";

    public string Summary => "the most memory that each node had, and a bound for it";

    public CheckParameters? Bind(MapReader reader)
    {
        var result = new MemoryParameters(reader.Bytes("atMost"));
        reader.Done();
        return result;
    }

    public IStreamingCheck? Stream(CheckParameters parameters) => null;

    public CheckVerdict Check(History history, CheckParameters parameters, CheckBudget budget)
    {
        if (history.Samples.Count == 0) return CheckVerdict.Unknown(Name, "no node's memory was measured");
        var bound = ((MemoryParameters)parameters).AtMostBytes;
        ResourceSample[] peaks = [.. history.Samples.GroupBy(s => s.Node, StringComparer.Ordinal)
            .Select(node => node.MaxBy(s => s.MemoryBytes)!).OrderBy(s => s.Node, StringComparer.Ordinal)];
        Finding[] findings = [.. peaks.Where(p => p.MemoryBytes > bound).Select(p => new Finding
        {
            Anomaly = "too-much-memory",
            Explanation = $"{p.Node} had {Size(p.MemoryBytes)} at {Words.At(p.TimeNs)}, above {Size(bound!.Value)}",
            Faults = history.FaultsDuring(p.TimeNs, p.TimeNs),
        })];
        var largest = peaks.MaxBy(p => p.MemoryBytes)!;
        return new CheckVerdict
        {
            Check = Name,
            Outcome = findings.Length > 0 ? Outcome.Invalid : Outcome.Valid,
            Summary = findings.Length > 0 ? string.Join("; ", findings.Select(f => f.Explanation))
                : $"{Words.Many(peaks.Length, "node")} had at most {Size(largest.MemoryBytes)}, {largest.Node} at "
                    + Words.At(largest.TimeNs),
            Findings = findings,
            Figures = new Dictionary<string, double>
            {
                ["memory_max_bytes"] = largest.MemoryBytes, ["sample_count"] = history.Samples.Count,
            },
            Rows = [.. peaks.Select(
                p => new FigureRow(p.Node, new Dictionary<string, double> { ["memory_max_bytes"] = p.MemoryBytes }))],
        };
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:0.#} MiB");
}
