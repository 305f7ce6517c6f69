using ChaosService.Checking.Slo;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Telemetry.Metrics.Instruments;
using ChaosService.Telemetry.Metrics.Meters;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Telemetry.Metrics;

/// <summary>How soon a fault shows.</summary>
public sealed class DetectionTests : IDisposable
{
    private readonly ServiceMeter _meter = new();
    private readonly Kept _kept;
    private readonly FakeTimeProvider _clock = new();
    private readonly Detection _detection;

    public DetectionTests()
    {
        _kept = new Kept(scope: _meter);
        _detection = new Detection(Plan(), new FaultMetrics(_meter), _clock);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Fault_is_detected_once_by_each_sign_from_when_it_was_in_force()
    {
        Step("f1", FaultStep.Inject);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Step("f1", FaultStep.Injected);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Progress(errors: 0.3);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Progress(errors: 0.9);
        _detection.Finding();
        _detection.Finding();

        Assert.Equal((1, 2), Detected(Detection.ByAvailability));
        Assert.Equal((1, 4), Detected(Detection.ByFinding));
    }

    [Fact]
    public void Share_that_the_experiment_allows_is_no_sign()
    {
        Step("f1", FaultStep.Injected);
        Progress(errors: 0.2);
        Progress(errors: null);

        Assert.Equal((0, 0), Detected(Detection.ByAvailability));
    }

    [Fact]
    public void Sign_after_the_end_counts_for_a_while_and_then_no_more()
    {
        Step("f1", FaultStep.Injected);
        Step("f1", FaultStep.Reverted);
        _clock.Advance(TimeSpan.FromSeconds(9));
        _detection.Finding();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Progress(errors: 1);

        Assert.Equal((1, 9), Detected(Detection.ByFinding));
        Assert.Equal((0, 0), Detected(Detection.ByAvailability));
    }

    [Fact]
    public void Sign_without_a_fault_detects_nothing()
    {
        _detection.Finding();
        Progress(errors: 1);

        Assert.Equal((0, 0), Detected(Detection.ByFinding));
    }

    [Fact]
    public void Two_faults_at_once_are_both_detected_by_one_sign()
    {
        Step("f1", FaultStep.Injected);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Step("f2", FaultStep.Injected);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _detection.Finding();

        Assert.Equal((2, 5), Detected(Detection.ByFinding));
    }

    /// <summary>Availability may fall to 75% at worst.</summary>
    private static Plan Plan() => new()
    {
        Experiment = "mixed", Seed = 1, Duration = TimeSpan.FromSeconds(10), Load = [], Faults = [],
        Target = new TargetSpec(
            new TargetDefinition { Name = "fake", Database = "fake", Nodes = [new("n1", "fake")] }, null, new Dictionary<string, string>()),
        Checks = [new("availability", new AvailabilityParameters(0.75, 0.9, null, TimeSpan.Zero))],
    };

    private void Step(string fault, FaultStep step) => _detection.Fault(new FaultEvent(0, 0, fault, "partition", step, ["n1"], null, ""));

    private void Progress(double? errors) => _detection.Progress(new RunProgress(TimeSpan.Zero, TimeSpan.Zero, 1, errors, null, [], 0));

    private (double Count, double Sum) Detected(string sign) => (Value("count", sign), Value("sum", sign));

    private double Value(string what, string sign) =>
        _kept.Samples().Where(l => l.StartsWith($"chaosservice_time_to_detection_seconds_{what}{{kind=\"partition\",sign=\"{sign}\"}} ",
            StringComparison.Ordinal)).Select(l => double.Parse(l.Split(' ')[1])).SingleOrDefault();
}
