using System.Diagnostics.Metrics;
using ChaosService.Host.Metrics.Exposition;
using ChaosService.Host.Service.Options;

namespace ChaosService.Tests.Host.Metrics;

/// <summary>What stands at <c>/metrics</c>, byte for byte.</summary>
public sealed class ExpositionTests
{
    private static readonly KeyValuePair<string, object?> Read = new("function", "read");

    [Fact]
    public void Text_names_a_counter_with_total_everywhere()
    {
        using var kept = new Kept();
        kept.Meter.CreateCounter<long>("test.ops", "{op}", "Ops.").Add(3, Read);

        Assert.Equal("# HELP test_ops_total Ops.\n# TYPE test_ops_total counter\ntest_ops_total{function=\"read\"} 3\n", kept.Text());
    }

    [Fact]
    public void OpenMetrics_names_a_counter_without_total_says_the_unit_and_ends_with_EOF()
    {
        using var kept = new Kept();
        kept.Meter.CreateCounter<double>("test.cpu", "s", "Time.").Add(1.5);

        Assert.Equal("# HELP test_cpu_seconds Time.\n# TYPE test_cpu_seconds counter\n# UNIT test_cpu_seconds seconds\ntest_cpu_seconds_total 1.5\n# EOF\n", kept.Text(ExpositionFormat.OpenMetrics));
    }

    [Fact]
    public void Created_is_written_when_it_is_asked_for_and_in_OpenMetrics_alone()
    {
        using var kept = new Kept(new MetricsOptions { Created = true });
        kept.Meter.CreateCounter<long>("test.ops").Add(1);
        kept.Meter.CreateHistogram("test.wait", "s", null, null, Bounds(1)).Record(0.5);
        kept.Meter.CreateGauge<long>("test.size").Record(1);

        Assert.DoesNotContain("_created", kept.Text());
        Assert.Equal(2, kept.Samples(ExpositionFormat.OpenMetrics).Count(l => l.Contains("_created ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Histogram_counts_values_up_to_each_bound_and_at_it()
    {
        using var kept = new Kept();
        var wait = kept.Meter.CreateHistogram("test.wait", "s", "Wait.", null, Bounds(0.5, 1));
        foreach (var value in (double[])[0.25, 0.5, 0.75, 1, 8]) wait.Record(value, Read);

        Assert.Equal(
            [
                "test_wait_seconds_bucket{function=\"read\",le=\"0.5\"} 2", "test_wait_seconds_bucket{function=\"read\",le=\"1.0\"} 4",
                "test_wait_seconds_bucket{function=\"read\",le=\"+Inf\"} 5", "test_wait_seconds_sum{function=\"read\"} 10.5", "test_wait_seconds_count{function=\"read\"} 5",
            ],
            kept.Samples());
    }

    [Fact]
    public void Text_of_labels_and_help_is_escaped()
    {
        using var kept = new Kept();
        kept.Meter.CreateCounter<long>("test.ops", null, "A \"quoted\" \\ path\nand a line").Add(1, new KeyValuePair<string, object?>("name", "a \"b\" \\ c\nd € \ud800"));

        Assert.Contains("# HELP test_ops_total A \"quoted\" \\\\ path\\nand a line\n", kept.Text());
        Assert.Contains("# HELP test_ops A \\\"quoted\\\" \\\\ path\\nand a line\n", kept.Text(ExpositionFormat.OpenMetrics));
        Assert.Contains("test_ops_total{name=\"a \\\"b\\\" \\\\ c\\nd € \ufffd\"} 1\n", kept.Text());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-2, "-2")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1.5e300, "1.5E+300")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [InlineData(-double.Epsilon, "-5E-324")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Number_is_written_as_readers_want_it(double value, string text)
    {
        using var kept = new Kept();
        kept.Meter.CreateGauge<double>("test.value").Record(value);

        Assert.Equal([$"test_value {text}"], kept.Samples());
    }

    [Fact]
    public void Observed_value_that_is_not_there_any_more_is_not_written()
    {
        using var kept = new Kept();
        List<Measurement<double>> now = [new(1, new KeyValuePair<string, object?>("run", "a")), new(2, new KeyValuePair<string, object?>("run", "b"))];
        kept.Meter.CreateObservableGauge("test.run", () => now);
        Assert.Equal(["test_run{run=\"a\"} 1", "test_run{run=\"b\"} 2"], kept.Samples());

        now.RemoveAt(0);

        Assert.Equal(["test_run{run=\"b\"} 2"], kept.Samples());
    }

    [Fact]
    public void Instrument_that_throws_costs_no_other_its_value()
    {
        using var kept = new Kept();
        kept.Meter.CreateObservableGauge("test.broken", () => Throw());
        kept.Meter.CreateObservableGauge("test.whole", () => 7);

        Assert.Equal(["test_whole 7"], kept.Samples());

        static int Throw() => throw new IOException("gone");
    }

    [Theory]
    [InlineData("", ExpositionFormat.Text)]
    [InlineData("*/*", ExpositionFormat.Text)]
    [InlineData("text/html", ExpositionFormat.Text)]
    [InlineData("not a type;;", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; version=0.0.1", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.5", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", ExpositionFormat.OpenMetrics)]
    internal void Format_is_what_the_reader_likes_better(string accept, ExpositionFormat expected) => Assert.Equal(expected, ExpositionFormats.Negotiate([accept]));

    private static InstrumentAdvice<double> Bounds(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
