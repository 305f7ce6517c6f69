using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ChaosService.Tests.Telemetry.Metrics.Real;

/// <summary>
/// What the shipped rules ask for. An alert returns something only while it fires, so of it the series that it looks at are asked for.
/// </summary>
internal static partial class Rules
{
    public static IEnumerable<(string Place, string Expr)> Queries(string root)
    {
        var stream = new YamlStream();
        using var file = File.OpenText(Path.Combine(root, "compose/observability/prometheus/rules/chaosservice.yml"));
        stream.Load(file);
        foreach (var rule in ((YamlSequenceNode)stream.Documents[0].RootNode["groups"]).SelectMany(g => (YamlSequenceNode)g["rules"])
            .Cast<YamlMappingNode>())
        {
            var expr = ((YamlScalarNode)rule["expr"]).Value!;
            if (rule.Children.TryGetValue("record", out var record)) yield return ($"record {record}", $"{record}");
            var place = record is null ? $"alert {rule["alert"]}" : $"record {record}";
            foreach (var selector in Selector().Matches(expr).Select(m => m.Value)) yield return (place, selector);
        }
    }

    [GeneratedRegex("""\b(?:chaosservice_\w+|experiment_slo:[\w:]+|up)\b(?:\{[^}]*\})?(?!\()""")]
    private static partial Regex Selector();
}
