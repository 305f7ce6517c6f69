using ChaosService.Model.Histories;
using ChaosService.Telemetry.Metrics.Instruments;
using ChaosService.Telemetry.Metrics.Meters;

namespace ChaosService.Tests.Telemetry.Metrics;

public sealed class FaultMetricsTests : IDisposable
{
    private readonly ServiceMeter _meter = new();
    private readonly Kept _kept;
    private readonly FaultMetrics _faults;

    public FaultMetricsTests()
    {
        _kept = new Kept(scope: _meter);
        _faults = new FaultMetrics(_meter);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Fault_is_active_from_the_decision_to_inject_to_the_end_of_the_revert()
    {
        Step(FaultStep.Inject, 1);
        Assert.Contains("""chaosservice_active_faults{experiment="mixed",kind="delay",node="n2"} 1""", _kept.Samples());
        Step(FaultStep.Injected, 2);
        Step(FaultStep.Effect, 3, proven: false);
        Step(FaultStep.Revert, 10);
        Assert.Contains("""chaosservice_active_faults{experiment="mixed",kind="delay",node="n1"} 1""", _kept.Samples());
        Step(FaultStep.Reverted, 13);

        Assert.DoesNotContain("chaosservice_active_faults{", _kept.Text());
        Assert.Contains("""chaosservice_fault_inject_duration_seconds_sum{kind="delay"} 1""", _kept.Samples());
        Assert.Contains("""chaosservice_fault_revert_duration_seconds_sum{kind="delay"} 3""", _kept.Samples());
        Assert.Contains("""chaosservice_fault_steps_total{kind="delay",step="effect_unseen"} 1""", _kept.Samples());
    }

    [Fact]
    public void Two_faults_of_a_kind_on_a_node_are_two()
    {
        Step(FaultStep.Inject, 1, "f1");
        Step(FaultStep.Inject, 1, "f2");

        Assert.Contains("""chaosservice_active_faults{experiment="mixed",kind="delay",node="n1"} 2""", _kept.Samples());
    }

    [Fact]
    public void Fault_of_a_run_that_is_over_is_not_active_any_more()
    {
        Step(FaultStep.Inject, 1);

        _faults.Clear("run-1");

        Assert.DoesNotContain("chaosservice_active_faults{", _kept.Text());
    }

    [Fact]
    public void Step_without_its_beginning_is_counted_and_measures_nothing()
    {
        Step(FaultStep.Reverted, 5);
        Step(FaultStep.Injected, 5);

        Assert.DoesNotContain("duration", _kept.Text());
        Assert.Contains("""chaosservice_fault_steps_total{kind="delay",step="reverted"} 1""", _kept.Samples());
    }

    private void Step(FaultStep step, long second, string id = "f1", bool? proven = null) =>
        _faults.Step("run-1", "mixed", new FaultEvent(0, second * 1_000_000_000, id, "delay", step, ["n1", "n2"], proven, ""));
}
