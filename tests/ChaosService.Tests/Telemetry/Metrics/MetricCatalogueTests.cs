using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using ChaosService.Engine.Metrics;
using ChaosService.Telemetry.Metrics.Meters;
using ChaosService.Telemetry.Metrics.Registry;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Telemetry.Metrics;

/// <summary>docs/metrics.md is what the service measures: names, types, labels and meaning, neither more nor less.</summary>
public sealed partial class MetricCatalogueTests
{
    [Fact]
    public async Task Catalogue_is_what_is_scraped_when_everything_has_happened()
    {
        await using var busy = await Bustle.StartAsync();
        var scraped = Scrape.Metrics(await busy.Service.TextAsync("/metrics"));

        Assert.Equal(Text(Ours(Catalogue())), Text(Ours(scraped)));
    }

    /// <summary>The platform's have help of its own, and some come with what seldom happens, such as a refused connection.</summary>
    [Fact]
    public async Task Metrics_of_the_platform_in_the_catalogue_are_scraped()
    {
        await using var busy = await Bustle.StartAsync();
        var scraped = Scrape.Metrics(await busy.Service.TextAsync("/metrics")).ToDictionary(m => m.Name, StringComparer.Ordinal);

        Assert.All(Catalogue().Except(Ours(Catalogue())), listed =>
        {
            Assert.True(scraped.TryGetValue(listed.Name, out var found), $"{listed.Name} is not scraped");
            Assert.Equal(listed.Type, found.Type);
            Assert.Subset(found.Labels.Split(", ").ToHashSet(), listed.Labels.Split(", ").ToHashSet());
        });
    }

    [Fact]
    public async Task Every_instrument_that_there_is_has_been_seen()
    {
        await using var busy = await Bustle.StartAsync();
        object[] scopes = [busy.Service.Part<EngineMetrics>(), busy.Service.Part<ServiceMeter>(), busy.Service.LokiFigures];
        List<string> published = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (scopes.Contains(instrument.Meter.Scope)) published.Add(MetricName.Of(instrument).Sample);
        };
        listener.Start();

        Assert.Equal(Ours(Catalogue()).Select(m => m.Name).Order(StringComparer.Ordinal), published.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_follow_the_conventions() => Assert.All(Ours(Catalogue()), metric =>
    {
        Assert.Matches("^(chaosservice|process)_[a-z]+(_[a-z]+)*$", metric.Name);
        Assert.Equal(metric.Type == "counter", metric.Name.EndsWith("_total", StringComparison.Ordinal));
        Assert.False(Regex.IsMatch(metric.Name, "_(count|sum|bucket|created|ms|kb|milliseconds)$"), metric.Name);
    });

    private static IEnumerable<ScrapedMetric> Ours(IEnumerable<ScrapedMetric> metrics) =>
        metrics.Where(m => m.Name.Split('_')[0] is "chaosservice" or "process");

    private static string Text(IEnumerable<ScrapedMetric> metrics) =>
        string.Join(
            '\n', metrics.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"| `{m.Name}` | {m.Type} | {m.Labels} | {m.Help} |"));

    private static IReadOnlyList<ScrapedMetric> Catalogue() =>
        [.. File.ReadLines(Path.Combine(Shipped.Root, "docs/metrics.md")).Select(l => Row().Match(l)).Where(m => m.Success)
            .Select(m => new ScrapedMetric(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value.Trim(), m.Groups[4].Value))];

    [GeneratedRegex("""^\| `([a-z_]+)` \| (counter|gauge|histogram) \|([a-z_, ]*)\| (.*) \|$""")]
    private static partial Regex Row();
}
