using ChaosService.Checking.Slo;
using ChaosService.Engine.Metrics;
using ChaosService.Model.Checks;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Telemetry.Metrics.Meters;
using ChaosService.Telemetry.Metrics.Slo;
using ChaosService.Tests.Engine.Soaking;
using ChaosService.Workloads.Register;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Telemetry.Metrics;

/// <summary>From the ops of a run to what is left of its experiment's error budget.</summary>
public sealed class SloLedgerTests : IDisposable
{
    private const string Labels = "{experiment=\"mixed\",slo=\"availability\"";

    private readonly EngineMetrics _engine = new();
    private readonly ServiceMeter _meter = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly SloLedger _ledger;
    private readonly Kept _kept;

    public SloLedgerTests()
    {
        _ledger = new SloLedger(_meter, _engine, _clock);
        _kept = new Kept(scope: _meter);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _ledger.Dispose();
        _meter.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Bad_op_in_twenty_burns_a_budget_of_one_in_ten_at_half_its_rate()
    {
        _ledger.Declare("mixed", [new ServiceObjective("availability", 0.9)]);
        Run(good: 95, bad: 5);

        Assert.Contains($"chaosservice_slo_objective_ratio{Labels}}} 0.9", _kept.Samples());
        Assert.Contains($"chaosservice_slo_compliance_ratio{Labels}}} 0.95", _kept.Samples());
        Assert.Equal(0.5, Value($"chaosservice_slo_error_budget_remaining_ratio{Labels}}}"), 6);
        Assert.Equal(0.5, Value($"chaosservice_slo_burn_rate{Labels},window=\"1h\"}}"), 6);
    }

    [Fact]
    public void Runs_of_one_experiment_share_a_budget_and_a_changed_objective_holds_from_the_next_run()
    {
        _ledger.Declare("mixed", [new ServiceObjective("availability", 0.9)]);
        Run(good: 95, bad: 5);
        _clock.Advance(TimeSpan.FromHours(5));
        _ledger.Declare("mixed", [new ServiceObjective("availability", 0.8)]);
        Run(good: 85, bad: 15);

        Assert.Equal(0.9, Value($"chaosservice_slo_compliance_ratio{Labels}}}"), 6);
        Assert.Equal(0.5, Value($"chaosservice_slo_error_budget_remaining_ratio{Labels}}}"), 6);
        Assert.Equal(0.75, Value($"chaosservice_slo_burn_rate{Labels},window=\"1h\"}}"), 6);
    }

    [Fact]
    public void Objective_that_the_experiment_no_longer_has_is_gone()
    {
        _ledger.Declare("mixed", [new ServiceObjective("availability", 0.9)]);
        _ledger.Declare("mixed", []);

        Assert.DoesNotContain("mixed", _kept.Text());
    }

    private void Run(int good, int bad)
    {
        using var ops = _engine.Follow(new Plan
        {
            Experiment = "mixed", Seed = 1, Duration = TimeSpan.FromSeconds(10), Faults = [],
            Load = [new PlannedLoad(
                0, "register", new RegisterParameters(1, new RegisterMix(50, 50, 0)), 1, null, TimeSpan.FromSeconds(1),
                new SmallDatabase.NoOptions())],
            Target = new TargetSpec(
                new TargetDefinition { Name = "fake", Database = "fake", Nodes = [new("n1", "fake")] }, null,
                new Dictionary<string, string>()),
            Checks = [new("availability", new AvailabilityParameters(0.9, null, null, TimeSpan.Zero))],
        })!;
        ops.Observe(new PhaseEvent(RunPhase.LoadStarted, 0));
        for (var i = 0; i < good + bad; i++)
        {
            ops.Observe(0, new OpEvent { TimeNs = i, Process = 1, Type = OpType.Invoke, F = "read" });
            ops.Observe(1, new OpEvent { TimeNs = i, Process = 1, Type = i < good ? OpType.Ok : OpType.Info, F = "read" });
        }
    }

    private double Value(string sample) => double.Parse(
        Assert.Single(_kept.Samples(), l => l.StartsWith(sample + " ", StringComparison.Ordinal)).Split(' ')[1],
        System.Globalization.CultureInfo.InvariantCulture);
}
