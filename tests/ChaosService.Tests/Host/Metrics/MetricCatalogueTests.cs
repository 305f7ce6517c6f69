using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using ChaosService.Engine.Metrics;
using ChaosService.Host.Composition;
using ChaosService.Host.Metrics;
using ChaosService.Host.Metrics.Keeping;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Host.Metrics;

/// <summary>docs/metrics.md is what the service measures: names, types, labels and meaning, neither more nor less.</summary>
public sealed partial class MetricCatalogueTests
{
    [Fact]
    public async Task Catalogue_is_what_is_scraped_when_everything_has_happened()
    {
        await using var busy = await Bustle.StartAsync();
        var scraped = Scrape.Metrics(await busy.Service.TextAsync("/metrics"));

        Assert.Equal(Text(Catalogue()), Text(scraped));
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

        Assert.Equal(Catalogue().Select(m => m.Name).Order(StringComparer.Ordinal), published.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_follow_the_conventions() => Assert.All(Catalogue(), metric =>
    {
        Assert.Matches("^(chaosservice|process|dotnet)_[a-z]+(_[a-z]+)*$", metric.Name);
        Assert.Equal(metric.Type == "counter", metric.Name.EndsWith("_total", StringComparison.Ordinal));
        Assert.False(Regex.IsMatch(metric.Name, "_(count|sum|bucket|created|ms|kb|milliseconds)$"), metric.Name);
    });

    private static string Text(IEnumerable<ScrapedMetric> metrics) =>
        string.Join('\n', metrics.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"| `{m.Name}` | {m.Type} | {m.Labels} | {m.Help} |"));

    private static IReadOnlyList<ScrapedMetric> Catalogue() =>
        [.. File.ReadLines(Path.Combine(Shipped.Root, "docs/metrics.md")).Select(l => Row().Match(l)).Where(m => m.Success)
            .Select(m => new ScrapedMetric(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value.Trim(), m.Groups[4].Value))];

    [GeneratedRegex("""^\| `([a-z_]+)` \| (counter|gauge|histogram) \|([a-z_, ]*)\| (.*) \|$""")]
    private static partial Regex Row();
}
