using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChaosService.Tests.Telemetry.Metrics.Dashboards;

/// <summary>One dashboard's JSON, as far as its model is used here.</summary>
internal sealed partial class Dashboard(string file, string json)
{
    /// <summary>What Grafana puts in by itself.</summary>
    private static readonly Dictionary<string, string> BuiltIn =
        new(StringComparer.Ordinal) { ["__rate_interval"] = "10s", ["__range"] = "1m", ["__interval"] = "1s" };

    /// <summary>The one that asks nodes of a target and not the service.</summary>
    public const string OfNodes = "timeseries.json";

    public string File => file;

    public JsonElement Root { get; } = JsonDocument.Parse(json).RootElement;

    public IEnumerable<JsonElement> Panels => Root.GetProperty("panels").EnumerateArray();

    public IReadOnlyList<string> Variables =>
        [.. Root.GetProperty("templating").GetProperty("list").EnumerateArray().Select(v => v.GetProperty("name").GetString()!)];

    /// <summary>Every data source that anything names, with what names it.</summary>
    public IEnumerable<(string Place, string Uid)> Datasources => Every(Root).Where(e => e.Element.ValueKind == JsonValueKind.Object
        && e.Element.TryGetProperty("datasource", out var d) && d.ValueKind == JsonValueKind.Object)
        .Select(e => ($"{file}{e.Path}", e.Element.GetProperty("datasource").GetProperty("uid").GetString()!));

    /// <summary>
    /// Every query for Prometheus: of panels, of annotations, and the series that variables are taken from. Variables stand for anything.
    /// </summary>
    public IEnumerable<(string Place, string Expr)> Queries => RawQueries.Select(q => (q.Place, Resolve(q.Expr)));

    /// <summary>Variables that a query or a panel names.</summary>
    public IReadOnlyList<string> Used =>
        [.. Every(Root).Where(e => e.Element.ValueKind == JsonValueKind.String).SelectMany(e => Variable().Matches(e.Element.GetString()!))
            .Select(m => m.Groups[1].Value).Where(v => !v.StartsWith("__", StringComparison.Ordinal)).Distinct()];

    private IEnumerable<(string Place, string Expr)> RawQueries =>
    [
        .. Panels.Where(p => p.TryGetProperty("targets", out _)).SelectMany(p => p.GetProperty("targets").EnumerateArray()
            .Where(OfPrometheus).Select(t => ($"{file}: {p.GetProperty("title")}", t.GetProperty("expr").GetString()!))),
        .. Root.GetProperty("annotations").GetProperty("list").EnumerateArray().Where(OfPrometheus)
            .Select(a => ($"{file}: annotation {a.GetProperty("name")}", a.GetProperty("expr").GetString()!)),
        .. Root.GetProperty("templating").GetProperty("list").EnumerateArray().Where(OfPrometheus).Select(v => (
            $"{file}: variable {v.GetProperty("name")}",
            LabelValues().Match(v.GetProperty("query").GetProperty("query").GetString()!).Groups[1].Value)),
    ];

    public static IReadOnlyList<Dashboard> All(string root) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, "grafana/dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(f => new Dashboard(Path.GetFileName(f), System.IO.File.ReadAllText(f)))];

    private static bool OfPrometheus(JsonElement element) =>
        element.GetProperty("datasource").TryGetProperty("type", out var type) && type.GetString() == "prometheus";

    private static string Resolve(string expr)
    {
        foreach (var (name, value) in BuiltIn) expr = expr.Replace($"${name}", value);
        return Variable().Replace(Exactly().Replace(expr, "=~\"$$$1\""), ".*");
    }

    private static IEnumerable<(string Path, JsonElement Element)> Every(JsonElement element, string path = "")
    {
        yield return (path, element);
        IEnumerable<(string, JsonElement)> children = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(p => ($"{path}.{p.Name}", p.Value)),
            JsonValueKind.Array => element.EnumerateArray().Select((e, i) => ($"{path}[{i}]", e)),
            _ => [],
        };
        foreach (var (childPath, child) in children)
        foreach (var found in Every(child, childPath))
            yield return found;
    }

    [GeneratedRegex(@"\$\{?(\w+)\}?")]
    private static partial Regex Variable();

    [GeneratedRegex("=\"\\$(\\w+)\"")]
    private static partial Regex Exactly();

    [GeneratedRegex(@"^label_values\((.+), \w+\)$")]
    private static partial Regex LabelValues();
}
