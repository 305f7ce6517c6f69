using System.Diagnostics;
using System.Diagnostics.Metrics;
using ChaosService.Service.Options;
using ChaosService.Telemetry.Metrics.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace ChaosService.Benchmarks.Service;

/// <summary>
/// A scrape of 5,000 series over HTTP, in both formats, again and again: how long it takes, and what it leaves in the heap.
/// </summary>
internal static class ServiceMetrics
{
    private const int SeriesCount = 5_000;
    private const int Scrapes = 300;
    private const int Seed = 42;
    private const double GoalMs = 10;

    public static async Task<int> RunAsync()
    {
        var table = new FigureTable("service-metrics");
        var scope = new object();
        using var meter = new Meter(new MeterOptions("ChaosService.Benchmark") { Scope = scope });
        var options = new MetricsOptions { SeriesMax = 10_000 };
        using var store = new MetricListener(options, m => m.Scope == scope, TimeProvider.System, NullLogger<MetricListener>.Instance);
        Fill(meter);
        await using var app = await ServeAsync(store);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        foreach (var (format, accept) in new[]
        {
            (ExpositionFormat.PrometheusText, "text/plain"), (ExpositionFormat.OpenMetricsText, "application/openmetrics-text"),
        })
            await ScrapeAsync(table, store, http, format, accept);
        return table.Print();
    }

    /// <summary>As a service has them: 3,800 counters and gauges, and 75 histograms of 16 lines.</summary>
    private static void Fill(Meter meter)
    {
        var ops = meter.CreateCounter<long>("chaosservice.bench.ops", "{op}", "Ops.");
        var size = meter.CreateGauge<double>("chaosservice.bench.size", "By", "Sizes.");
        var wait = meter.CreateHistogram("chaosservice.bench.wait", "s", "Waits.", null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        });
        var random = new Random(Seed);
        for (var i = 0; i < 1900; i++)
        {
            KeyValuePair<string, object?>[] tags = [new("experiment", $"etcd-partition-{i % 100}"), new(
                "workload", "register"), new("function", $"f{i / 100}"), new("outcome", "ok")];
            ops.Add(random.Next(), tags);
            size.Record(random.NextDouble() * 1e9, tags);
            if (i < (SeriesCount - 3800) / 16) wait.Record(random.NextDouble(), tags);
        }
    }

    private static async Task<WebApplication> ServeAsync(MetricListener store)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseMetricServer(settings => settings.Registry = store.Registry);
        await app.StartAsync();
        return app;
    }

    private static async Task ScrapeAsync(FigureTable table, MetricListener store, HttpClient http, ExpositionFormat format, string accept)
    {
        var (whole, written, bytes) = (new Latencies(), new Latencies(), 0);
        using var buffer = new MemoryStream(1 << 22);
        var heapAt = new List<long>();
        var lines = 0;
        for (var i = 0; i < Scrapes; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { "Accept", accept } } };
            var started = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsByteArrayAsync();
            whole.Add(Stopwatch.GetElapsedTime(started));
            (bytes, lines) = (text.Length, text.AsSpan().Count((byte)'\n'));
            if (i % 50 == 49) heapAt.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        long allocatedFirst = 0, allocatedLast = 0;
        for (var i = 0; i < Scrapes; i++)
        {
            buffer.SetLength(0);
            var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            await store.Registry.CollectAndExportAsTextAsync(buffer, format);
            written.Add(Stopwatch.GetElapsedTime(started));
            allocatedLast = GC.GetAllocatedBytesForCurrentThread() - before;
            if (i == 1) allocatedFirst = allocatedLast;
        }
        var name = $"{format}, {lines:N0} lines, {bytes / 1024:N0} KiB";
        table.Add($"{name}: scrape over HTTP, p99", GoalMs, "ms", whole.Quantile(0.99), $" ({whole})");
        table.Add($"{format}: writing alone, p99", GoalMs, "ms", written.Quantile(0.99), $" ({written})");
        table.Add(
            $"{format}: allocated by the 2nd and by the {Scrapes}th scrape", "the same", allocatedLast <= allocatedFirst,
            $"{allocatedFirst:N0} and {allocatedLast:N0} bytes");
        table.Add(
            $"{format}: heap after 100 and after {Scrapes} scrapes", "≤ + 1 MiB", heapAt[^1] - heapAt[1] <= 1 << 20,
            $"{heapAt[1] / 1024:N0} and {heapAt[^1] / 1024:N0} KiB");
    }
}
