using System.Text.RegularExpressions;

namespace ChaosService.Tests.Telemetry.Metrics;

/// <summary>A metric as it is scraped, or as the catalogue has it.</summary>
/// <param name="Labels">By name, with commas between; empty: none.</param>
internal sealed record ScrapedMetric(string Name, string Type, string Labels, string Help);

/// <summary>Reads the text format back.</summary>
internal static partial class Scrape
{
    public static IReadOnlyList<ScrapedMetric> Metrics(string text)
    {
        List<ScrapedMetric> metrics = [];
        foreach (var block in text.Split("# HELP ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var (name, help) = lines[0].Split(' ', 2) is [var n, var h] ? (n, h) : (lines[0], "");
            var labels = lines.Skip(2).Where(l => !l.Contains("overflow=\"true\"", StringComparison.Ordinal))
                .SelectMany(l => Label().Matches(l).Select(m => m.Groups[1].Value)).Where(l => l != "le");
            metrics.Add(
                new ScrapedMetric(name, lines[1].Split(' ')[^1], string.Join(", ", labels.Distinct().Order(StringComparer.Ordinal)), help));
        }
        return metrics;
    }

    [GeneratedRegex("""[{,]([a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\.)*"(?=[,}])""")]
    private static partial Regex Label();
}
