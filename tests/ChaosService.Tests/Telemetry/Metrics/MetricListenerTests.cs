using System.Diagnostics.Metrics;
using ChaosService.Service.Options;
using Prometheus;

namespace ChaosService.Tests.Telemetry.Metrics;

/// <summary>How many series there are, and how long.</summary>
public sealed class MetricListenerTests
{
    [Fact]
    public void Series_over_the_limit_share_one_and_are_counted()
    {
        using var kept = new Kept(new MetricsOptions { SeriesMax = 2 });
        var ops = kept.Meter.CreateCounter<long>("test.ops");
        for (var i = 0; i < 10; i++) ops.Add(1, Tag("name", $"n{i}"));

        Assert.Equal(
            ["test_ops_total{name=\"n0\"} 1", "test_ops_total{name=\"n1\"} 1", "test_ops_total{overflow=\"true\"} 8"], kept.Samples());
        Assert.Equal([("test_ops_total", 8L)], kept.Listener.Folded);
    }

    [Fact]
    public void Histogram_over_the_limit_loses_no_value()
    {
        using var kept = new Kept(new MetricsOptions { SeriesMax = 1 });
        var wait = kept.Meter.CreateHistogram<double>("test.wait", "s");
        for (var i = 0; i < 5; i++) wait.Record(1, Tag("name", $"n{i}"));

        Assert.Contains("test_wait_seconds_count{overflow=\"true\"} 4", kept.Samples());
    }

    [Fact]
    public void Gauge_over_the_limit_is_left_out_because_gauges_do_not_add_up()
    {
        using var kept = new Kept(new MetricsOptions { SeriesMax = 1 });
        kept.Meter.CreateObservableGauge(
            "test.size", () => new[] { new Measurement<long>(1, Tag("name", "a")), new Measurement<long>(2, Tag("name", "b")) });

        Assert.Equal(["test_size{name=\"a\"} 1"], kept.Samples());
        Assert.Equal([("test_size", 1L)], kept.Listener.Folded);
    }

    [Fact]
    public void Order_of_the_tags_makes_no_second_series()
    {
        using var kept = new Kept();
        var ops = kept.Meter.CreateCounter<long>("test.ops");
        ops.Add(1, Tag("b", "2"), Tag("a", "1"));
        ops.Add(1, Tag("a", "1"), Tag("b", "2"));

        Assert.Equal(["test_ops_total{a=\"1\",b=\"2\"} 2"], kept.Samples());
    }

    [Fact]
    public void Idle_series_goes_and_one_that_moves_stays()
    {
        using var kept = new Kept(new MetricsOptions { Idle = TimeSpan.FromHours(8) });
        var ops = kept.Meter.CreateCounter<long>("test.ops");
        ops.Add(1);
        ops.Add(1, Tag("name", "idle"));
        for (var hour = 0; hour < 12; hour++)
        {
            ops.Add(1, Tag("name", "busy"));
            kept.Clock.Advance(TimeSpan.FromHours(1));
            kept.Text();
        }

        Assert.Equal(["test_ops_total 1", "test_ops_total{name=\"busy\"} 12"], kept.Samples());
        ops.Add(1, Tag("name", "idle"));
        Assert.Contains("test_ops_total{name=\"idle\"} 1", kept.Samples());
    }

    [Fact]
    public void Series_of_what_was_deleted_go_and_make_room()
    {
        using var kept = new Kept(new MetricsOptions { SeriesMax = 2 });
        var ops = kept.Meter.CreateCounter<long>("test.ops");
        ops.Add(1, Tag("experiment", "a"));
        ops.Add(1, Tag("experiment", "b"));

        kept.Listener.Forget("experiment", "a");
        ops.Add(1, Tag("experiment", "c"));

        Assert.Equal(["test_ops_total{experiment=\"b\"} 1", "test_ops_total{experiment=\"c\"} 1"], kept.Samples().Order());
    }

    [Fact]
    public void Counts_of_many_threads_add_up()
    {
        using var kept = new Kept();
        var ops = kept.Meter.CreateCounter<long>("test.ops");
        var wait = kept.Meter.CreateHistogram<double>("test.wait", "s");

        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                ops.Add(1, Tag("name", $"n{i % 3}"));
                wait.Record(0.5);
                if (i % 1000 == 0) kept.Text();
            }
        });

        Assert.Equal(
            80_000, kept.Samples().Where(l => l.StartsWith("test_ops", StringComparison.Ordinal)).Sum(l => long.Parse(l.Split(' ')[1])));
        Assert.Contains("test_wait_seconds_count 80000", kept.Samples());
        Assert.Contains("test_wait_seconds_sum 40000", kept.Samples());
    }

    [Fact]
    public void Meter_of_another_service_in_the_process_is_not_followed()
    {
        using var kept = new Kept();
        using var foreign = new Meter(new MeterOptions("ChaosService.Test") { Scope = new object() });
        using var everybodys = new Meter("ChaosService.Test");
        foreach (var meter in new[] { foreign, everybodys }) meter.CreateCounter<long>("test.ops").Add(1);

        Assert.Empty(kept.Samples());
    }

    [Fact]
    public void Scrape_after_scrape_allocates_the_same()
    {
        using var kept = new Kept(new MetricsOptions { SeriesMax = 5000 });
        var ops = kept.Meter.CreateCounter<long>("test.ops");
        for (var i = 0; i < 5000; i++) ops.Add(1, Tag("name", $"n{i}"));
        using var output = new MemoryStream(1 << 20);
        long Scrape()
        {
            output.SetLength(0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            kept.WriteTo(output, ExpositionFormat.PrometheusText);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Scrape();

        // The buffer of the writer, and nothing for a series.
        Assert.InRange(Enumerable.Range(0, 20).Max(_ => Scrape()), 0, 64_000);
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
