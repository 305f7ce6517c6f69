using ChaosService.Checking.Slo;
using ChaosService.Engine.Histories.Recording;
using ChaosService.Engine.Metrics;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Soaking;
using ChaosService.Tests.Telemetry.Metrics;
using ChaosService.Workloads.Register;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Metrics;

/// <summary>What a run's ops come to as metrics.</summary>
public sealed class OpMetricsTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private readonly EngineMetrics _engine = new();
    private readonly Kept _kept;

    public OpMetricsTests() => _kept = new Kept(scope: _engine);

    public void Dispose()
    {
        _kept.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Ops_are_counted_by_workload_function_and_outcome()
    {
        using (var ops = _engine.Follow(Plan())!)
        {
            Op(ops, 1, "read", OpType.Ok, load: 0);
            Op(ops, 2, "read", OpType.Info, load: 0);
            Op(ops, 3, "read", OpType.Ok, load: 1);
        }

        Assert.Contains(
            """chaosservice_ops_total{experiment="mixed",function="read",outcome="ok",workload="register"} 1""", _kept.Samples());
        Assert.Contains(
            """chaosservice_ops_total{experiment="mixed",function="read",outcome="info",workload="register"} 1""", _kept.Samples());
        Assert.Contains(
            """chaosservice_ops_total{experiment="mixed",function="read",outcome="fail",workload="register"} 0""", _kept.Samples());
        Assert.Contains("""chaosservice_ops_total{experiment="mixed",function="read",outcome="ok",workload="set"} 1""", _kept.Samples());
    }

    [Fact]
    public void Latency_counts_from_when_the_op_was_wanted_and_not_for_what_was_shed()
    {
        using (var ops = _engine.Follow(Plan())!)
        {
            Op(ops, 1, "read", OpType.Ok, wantedNs: 0, invokedNs: 2 * Second, tookNs: Second / 2);
            Op(ops, 2, "read", OpType.Fail, error: "shed: no free client");
        }

        Assert.Contains(
            """chaosservice_op_duration_seconds_sum{experiment="mixed",function="read",outcome="ok",workload="register"} 2.5""",
            _kept.Samples());
        Assert.DoesNotContain(
            "chaosservice_op_duration_seconds_count{experiment=\"mixed\",function=\"read\",outcome=\"fail\"", _kept.Text());
        Assert.Contains(
            """chaosservice_ops_total{experiment="mixed",function="read",outcome="fail",workload="register"} 1""", _kept.Samples());
    }

    [Fact]
    public void Objectives_count_what_their_checks_count()
    {
        var checks = new PlannedCheck[]
        {
            new("availability", new AvailabilityParameters(0.9, 0.99, null, TimeSpan.FromSeconds(5))),
            new("latency", new LatencyParameters(null, null, null, TimeSpan.FromMilliseconds(100), null)),
        };
        using (var ops = _engine.Follow(Plan(checks))!)
        {
            Op(ops, 1, "read", OpType.Fail);
            ops.Observe(new PhaseEvent(RunPhase.LoadStarted, 0));
            Op(ops, 2, "read", OpType.Ok);
            Op(ops, 3, "cas", OpType.Fail, error: "compare failed");
            Op(ops, 4, "read", OpType.Ok, tookNs: Second / 2);
            Op(ops, 5, "read", OpType.Fail, error: "shed: no free client");
            Fault(ops, FaultStep.Inject, 10);
            Op(ops, 6, "read", OpType.Info, invokedNs: 11 * Second);
            Fault(ops, FaultStep.Reverted, 12);
            Op(ops, 7, "read", OpType.Fail, invokedNs: 16 * Second);
            Op(ops, 8, "read", OpType.Fail, invokedNs: 18 * Second);
            ops.Observe(new PhaseEvent(RunPhase.LoadEnded, 20 * Second));
            Op(ops, 9, "read", OpType.Fail, invokedNs: 30 * Second);
        }

        Assert.Equal((7, 3), Objective("availability"));
        Assert.Equal((5, 3), Objective("availability-outside-faults"));
        Assert.Equal((5, 4), Objective("latency-p99"));
    }

    [Fact]
    public async Task Queue_and_drops_of_the_recorder_are_seen_while_it_records_and_drops_after_it()
    {
        using (var ops = _engine.Follow(Plan())!)
        {
            var recorder = new HistoryRecorder(new MemoryStream(), new FakeTimeProvider(), [ops], capacity: 4);
            ops.Watch(recorder);
            for (var i = 0; i < 7; i++) recorder.Record(new OpEvent { TimeNs = i, Process = i, Type = OpType.Invoke, F = "read" });

            Assert.Contains("chaosservice_recorder_queued_events 4", _kept.Samples());
            Assert.Contains("chaosservice_recorder_dropped_events_total 3", _kept.Samples());
            await recorder.DisposeAsync();
        }

        Assert.Contains("chaosservice_recorder_queued_events 0", _kept.Samples());
        Assert.Contains("chaosservice_recorder_dropped_events_total 3", _kept.Samples());
    }

    [Fact]
    public void Check_tells_how_long_it_took_and_what_it_said()
    {
        _engine.Checked("set-full", Outcome.Invalid, TimeSpan.FromSeconds(3));

        Assert.Contains("""chaosservice_check_duration_seconds_sum{check="set-full",outcome="invalid"} 3""", _kept.Samples());
    }

    [Fact]
    public void Nobody_listens_and_nothing_is_followed()
    {
        using var unheard = new EngineMetrics();

        Assert.Null(unheard.Follow(Plan()));
    }

    [Fact]
    public void Op_allocates_nothing()
    {
        using var ops = _engine.Follow(Plan([new("availability", new AvailabilityParameters(0.9, 0.99, null, TimeSpan.FromSeconds(5)))]))!;
        ops.Observe(new PhaseEvent(RunPhase.LoadStarted, 0));
        void Many()
        {
            for (var i = 0; i < 1000; i++) Op(ops, i % 16, "read", OpType.Ok, invokedNs: i * 1000);
        }
        Many();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Many();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Plan Plan(IReadOnlyList<PlannedCheck>? checks = null) => new()
    {
        Experiment = "mixed",
        Seed = 1,
        Target = new TargetSpec(
            new TargetDefinition { Name = "fake", Database = "fake", Nodes = [new("n1", "fake")] }, null, new Dictionary<string, string>()),
        Duration = TimeSpan.FromSeconds(10),
        Load = [Load(0, "register"), Load(1, "set")],
        Faults = [],
        Checks = checks ?? [],
    };

    private static PlannedLoad Load(int index, string workload) =>
        new(
            index, workload, new RegisterParameters(1, new RegisterMix(50, 50, 0)), 1, null, TimeSpan.FromSeconds(1),
            new SmallDatabase.NoOptions());

    private static void Op(
        OpMetrics ops, int process, string f, OpType outcome, short load = 0, long? wantedNs = null, long invokedNs = 0,
        long tookNs = 1_000_000, string? error = null)
    {
        ops.Observe(
            0, new OpEvent { TimeNs = invokedNs, IntendedNs = wantedNs, Process = process, Type = OpType.Invoke, F = f, Load = load });
        ops.Observe(1, new OpEvent { TimeNs = invokedNs + tookNs, Process = process, Type = outcome, F = f, Load = load, Error = error });
    }

    private static void Fault(OpMetrics ops, FaultStep step, long second) =>
        ops.Observe(new FaultEvent(0, second * Second, "f1", "fake", step, ["n1"], null, ""));

    private (long Ops, long Good) Objective(string slo) => (
        Value($"chaosservice_slo_ops_total{{experiment=\"mixed\",slo=\"{slo}\"}}"),
        Value($"chaosservice_slo_good_ops_total{{experiment=\"mixed\",slo=\"{slo}\"}}"));

    private long Value(string sample) =>
        long.Parse(Assert.Single(_kept.Samples(), l => l.StartsWith(sample + " ", StringComparison.Ordinal)).Split(' ')[1]);
}
