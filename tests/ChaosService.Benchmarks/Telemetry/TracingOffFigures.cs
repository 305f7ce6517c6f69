using System.Diagnostics;
using ChaosService.Benchmarks.Service;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Faults;
using ChaosService.Model.Histories;
using ChaosService.Model.Experiments;
using ChaosService.Model.Clusters;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;

namespace ChaosService.Benchmarks.Telemetry;

/// <summary>What the spans of a run cost when nobody listens, and for comparison when somebody does.</summary>
internal static class TracingOffFigures
{
    private const int Runs = 200_000;

    public static int Run()
    {
        var table = new FigureTable("tracing-off");
        Measure(Runs / 10);
        var (off, bytes) = Measure(Runs);
        using (var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        })
        {
            ActivitySource.AddActivityListener(listener);
            Measure(Runs / 20);
            var (on, onBytes) = Measure(Runs / 20);
            table.Add(
                "memory allocated by the 18 spans of a run, nobody listens", "0 bytes", bytes == 0, $"{bytes} bytes over {Runs:N0} runs");
            table.Add("time of the 18 spans of a run, nobody listens", 10, "µs", off, $" ({off / 18 * 1000:0} ns each)");
            table.Note("the same, somebody listens", $"{on:0.0} µs and {onBytes / (Runs / 20):N0} bytes a run");
        }
        return table.Print();
    }

    private static (double Microseconds, long Bytes) Measure(int runs)
    {
        var plan = new Plan
        {
            Experiment = "calm", Seed = 1, Duration = TimeSpan.FromSeconds(30), Load = [], Checks = [], Faults = [],
            Target = new TargetSpec(
                new TargetDefinition { Name = "etcd", Database = "etcd", Nodes = [] }, null, new Dictionary<string, string>()),
        };
        var fault = new PlannedFault(
            "f1", "network-partition", new Nothing(), TimeSpan.Zero, TimeSpan.Zero, ["etcd1"], null, 0, null, Drawn: false, Seed: 1);
        var step = new FaultEvent(-1, 0, "f1", "network-partition", FaultStep.Inject, ["etcd1"], null, "");
        var verdict = new RunVerdict { Outcome = Outcome.Valid, Reason = "", Checks = [] };
        var check = new CheckVerdict { Check = "linearizable", Outcome = Outcome.Valid, Summary = "" };
        var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), TimeProvider.System.GetTimestamp());
        for (var i = 0; i < runs; i++) OneRun(plan, fault, step, verdict, check);
        var took = TimeProvider.System.GetElapsedTime(started);
        return (took.TotalMicroseconds / runs, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The calls of a run with one fault and two checks.</summary>
    private static void OneRun(Plan plan, PlannedFault fault, FaultEvent step, RunVerdict verdict, CheckVerdict check)
    {
        using var run = Spans.Run("run-1", plan, null);
        foreach (var phase in Phases)
            using (Spans.Phase(phase)) Activity.Current.Stepped(step);
        using (var span = Spans.Fault(fault))
        {
            foreach (var doing in Steps)
                using (Spans.Step(doing)) Activity.Current.Stepped(step);
        }
        foreach (var kind in Checks)
            using (var span = Spans.Check(kind)) span.Judged(check);
        run.Judged(verdict);
    }

    private static readonly string[] Phases =
    [
        "bringing up", "steady state", "load and faults", "convergence", "final reads", "capturing logs", "taking down", "checking",
        "report",
    ];
    private static readonly string[] Steps = ["preparing", "injecting", "observing the effect", "reverting", "observing the recovery"];
    private static readonly string[] Checks = ["linearizable", "availability"];

    private sealed record Nothing : FaultParameters;
}
