using System.Diagnostics;
using System.Diagnostics.Metrics;
using Prometheus;

namespace ChaosService.Tests.Telemetry.Metrics;

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
    public void OpenMetrics_names_a_counter_without_total_and_ends_with_EOF()
    {
        using var kept = new Kept();
        kept.Meter.CreateCounter<double>("test.cpu", "s", "Time.").Add(1.5);

        Assert.Equal(
            "# HELP test_cpu_seconds Time.\n# TYPE test_cpu_seconds counter\ntest_cpu_seconds_total 1.5\n# EOF\n",
            kept.Text(ExpositionFormat.OpenMetricsText));
    }

    [Fact]
    public void Histogram_counts_values_up_to_each_bound_and_at_it()
    {
        using var kept = new Kept();
        var wait = kept.Meter.CreateHistogram("test.wait", "s", "Wait.", null, Bounds(0.5, 1));
        foreach (var value in (double[])[0.25, 0.5, 0.75, 1, 8]) wait.Record(value, Read);

        Assert.Equal(
            [
                "test_wait_seconds_sum{function=\"read\"} 10.5", "test_wait_seconds_count{function=\"read\"} 5",
                "test_wait_seconds_bucket{function=\"read\",le=\"0.5\"} 2", "test_wait_seconds_bucket{function=\"read\",le=\"1\"} 4",
                "test_wait_seconds_bucket{function=\"read\",le=\"+Inf\"} 5",
            ],
            kept.Samples());
    }

    [Fact]
    public void Text_of_labels_and_help_is_escaped()
    {
        using var kept = new Kept();
        kept.Meter.CreateCounter<long>("test.ops", null, "A \"quoted\" \\ path\nand a line")
            .Add(1, new KeyValuePair<string, object?>("name", "a \"b\" \\ c\nd € \ud800"));

        Assert.Contains("# HELP test_ops_total A \"quoted\" \\\\ path\\nand a line\n", kept.Text());
        Assert.Contains("test_ops_total{name=\"a \\\"b\\\" \\\\ c\\nd € \ufffd\"} 1\n", kept.Text());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-2, "-2")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(-double.Epsilon, "-5e-324")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
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
        List<Measurement<double>> now =
            [new(1, new KeyValuePair<string, object?>("run", "a")), new(2, new KeyValuePair<string, object?>("run", "b"))];
        kept.Meter.CreateObservableGauge("test.run", () => now);
        Assert.Equal(["test_run{run=\"a\"} 1", "test_run{run=\"b\"} 2"], kept.Samples());

        now.RemoveAt(0);

        Assert.Equal(["test_run{run=\"b\"} 2"], kept.Samples());
    }

    [Fact]
    public void Observed_value_without_labels_that_is_gone_is_left_out_rather_than_zero()
    {
        using var kept = new Kept();
        List<Measurement<double>> now = [new(3)];
        kept.Meter.CreateObservableGauge("test.size", () => now);
        Assert.Equal(["test_size 3"], kept.Samples());

        now.Clear();

        Assert.Empty(kept.Samples());
    }

    [Fact]
    public void Measurement_inside_a_span_has_no_exemplar()
    {
        using var kept = new Kept();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ChaosService.Test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("ChaosService.Test");
        using var span = source.StartActivity("op");

        kept.Meter.CreateCounter<long>("test.ops").Add(1);

        Assert.Equal(["test_ops_total 1.0"], kept.Samples(ExpositionFormat.OpenMetricsText));
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

    private static InstrumentAdvice<double> Bounds(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
