using System.Text.RegularExpressions;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Telemetry.Metrics.Dashboards;

/// <summary>
/// The shipped dashboards against the parts of Grafana's model that they use. That their queries return something is for the tests with a
/// real Prometheus.
/// </summary>
public sealed partial class DashboardTests
{
    public static TheoryData<string> Files => [.. Dashboard.All(Shipped.Root).Select(d => d.File)];

    /// <summary>What is provisioned, and Grafana's own.</summary>
    private static IReadOnlyList<string> Datasources { get; } =
        [.. Uid().Matches(File.ReadAllText(Path.Combine(Shipped.Root, "grafana/provisioning/datasources/chaosservice.yaml")))
            .Select(m => m.Groups[1].Value), "-- Grafana --"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Dashboard_fits_the_model(string file) =>
        Assert.Empty(DashboardRules.Problems(Dashboard.All(Shipped.Root).Single(d => d.File == file), Datasources));

    [Fact]
    public void Dashboards_are_the_five_that_are_promised_each_with_a_uid_of_its_own()
    {
        var all = Dashboard.All(Shipped.Root);

        Assert.Equal(["overview.json", "run.json", "service.json", "slo.json", Dashboard.OfNodes], all.Select(d => d.File));
        Assert.Equal(5, all.Select(d => d.Root.GetProperty("uid").GetString()).Distinct().Count());
    }

    [Fact]
    public void Windows_of_faults_are_marked_in_what_shows_runs() => Assert.All(
        Dashboard.All(Shipped.Root).Where(d => d.File is "overview.json" or "run.json" or "slo.json" or Dashboard.OfNodes),
        d => Assert.Contains(d.Queries, q => q.Place.Contains("annotation", StringComparison.Ordinal)
            && q.Expr.Contains("chaosservice_active_faults", StringComparison.Ordinal)));

    /// <summary>A node is another program, so its sources are asked.</summary>
    [Fact]
    public void What_nodes_of_the_cluster_are_asked_for_they_measure()
    {
        var sources = string.Concat(Directory
            .EnumerateFiles(Path.Combine(Shipped.Root, "src/ChaosService.Reference.Host"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        var asked = Dashboard.All(Shipped.Root).Single(d => d.File == Dashboard.OfNodes).Queries
            .SelectMany(q => NodeMetric().Matches(q.Expr)).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.True(asked.Count > 10, $"{asked.Count} metrics are asked for");
        Assert.All(asked, metric => Assert.Contains($"\"{metric}\"", sources));
    }

    [Theory]
    [InlineData("\"uid\": \"prometheus\"", "\"uid\": \"promethoos\"", "no data source 'promethoos' is provisioned")]
    [InlineData("\"id\": 2,", "\"id\": 1,", "two panels have the id 1")]
    [InlineData("\"unit\": \"ops\"", "\"unit\": \"opps\"", "unknown unit opps")]
    [InlineData("\"x\": 12,", "\"x\": 13,", "does not fit into 24 columns")]
    [InlineData("\"x\": 12,", "\"x\": 11,", "lies over")]
    [InlineData("slo=~\\\"$slo\\\"", "slo=~\\\"$slow\\\"", "the variable slow is used and not defined")]
    [InlineData("slo=~\\\"$slo\\\"", "", "the variable slo is defined and not used")]
    [InlineData("\"schemaVersion\": 39", "\"schemaVersion\": 16", "schemaVersion")]
    [InlineData("\"type\": \"bargauge\"", "\"type\": \"graph\"", "unknown type graph")]
    public void What_does_not_fit_is_found(string right, string wrong, string problem)
    {
        var json = File.ReadAllText(Path.Combine(Shipped.Root, "grafana/dashboards/slo.json"));
        Assert.Contains(right, json);

        Assert.Contains(
            DashboardRules.Problems(new Dashboard("slo.json", json.Replace(right, wrong)), Datasources),
            p => p.Contains(problem, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b(tsdb_\w+?)(?:_bucket)?\b")]
    private static partial Regex NodeMetric();

    [GeneratedRegex(@"^    uid: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Uid();
}
