using System.Text.Json;

namespace ChaosService.Tests.Telemetry.Metrics.Dashboards;

/// <summary>What is wrong with a dashboard, against the part of Grafana's model that the dashboards use: a line each.</summary>
internal static class DashboardRules
{
    private const int Columns = 24;

    private static readonly HashSet<string> Types = ["stat", "timeseries", "table", "row", "bargauge", "heatmap", "state-timeline", "logs"];

    /// <summary>Of Grafana's units, those that are used.</summary>
    private static readonly HashSet<string> Units = ["none", "short", "s", "ops", "reqps", "bytes", "Bps", "percentunit"];

    private static readonly HashSet<string> VariableTypes = ["query"];

    public static IEnumerable<string> Problems(Dashboard dashboard, IReadOnlyCollection<string> datasources)
    {
        var root = dashboard.Root;
        if (root.GetProperty("schemaVersion").GetInt32() is < 36 or > 41) yield return "schemaVersion is not of Grafana 9 to 11";
        if (!root.GetProperty("tags").EnumerateArray().Any(t => t.GetString() == "chaosservice"))
            yield return "no tag chaosservice, by which the dashboards link to each other";
        if (root.GetProperty("uid").GetString() is not { Length: > 0 and <= 40 }) yield return "no uid of at most 40 characters";
        foreach (var twice in dashboard.Panels.GroupBy(p => p.GetProperty("id").GetInt32()).Where(g => g.Count() > 1))
            yield return $"two panels have the id {twice.Key}";
        foreach (var panel in dashboard.Panels)
        foreach (var problem in Problems(panel))
            yield return $"panel '{panel.GetProperty("title")}': {problem}";
        foreach (var problem in Overlaps([.. dashboard.Panels])) yield return problem;
        foreach (var (place, uid) in dashboard.Datasources)
            if (!datasources.Contains(uid)) yield return $"{place}: no data source '{uid}' is provisioned";
        foreach (var variable in root.GetProperty("templating").GetProperty("list").EnumerateArray())
            if (!VariableTypes.Contains(variable.GetProperty("type").GetString()!))
                yield return $"variable {variable.GetProperty("name")}: unknown type";
        foreach (var unknown in dashboard.Used.Except(dashboard.Variables)) yield return $"the variable {unknown} is used and not defined";
        foreach (var unused in dashboard.Variables.Except(dashboard.Used)) yield return $"the variable {unused} is defined and not used";
    }

    private static IEnumerable<string> Problems(JsonElement panel)
    {
        var type = panel.GetProperty("type").GetString()!;
        if (!Types.Contains(type)) yield return $"unknown type {type}";
        var place = panel.GetProperty("gridPos");
        int x = place.GetProperty("x").GetInt32(), w = place.GetProperty("w").GetInt32();
        if (x < 0 || w < 1 || x + w > Columns || place.GetProperty("h").GetInt32() < 1) yield return "does not fit into 24 columns";
        if (type == "row") yield break;
        var unit = panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!;
        if (!Units.Contains(unit)) yield return $"unknown unit {unit}";
        var targets = panel.GetProperty("targets").EnumerateArray().ToList();
        if (targets.Count == 0) yield return "has no query";
        if (targets.Select(t => t.GetProperty("refId").GetString()).Distinct().Count() != targets.Count)
            yield return "two queries have one refId";
        if (targets.Any(t => t.GetProperty("expr").GetString() is not { Length: > 0 })) yield return "a query is empty";
    }

    private static IEnumerable<string> Overlaps(JsonElement[] panels)
    {
        var places = panels.Select(p => (Title: p.GetProperty("title").GetString(), Place: p.GetProperty("gridPos")))
            .Select(p => (p.Title, X: Int(p.Place, "x"), Y: Int(p.Place, "y"), W: Int(p.Place, "w"), H: Int(p.Place, "h"))).ToArray();
        for (var i = 0; i < places.Length; i++)
        for (var j = 0; j < i; j++)
        {
            var (a, b) = (places[i], places[j]);
            if (a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H) yield return $"'{a.Title}' lies over '{b.Title}'";
        }
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
