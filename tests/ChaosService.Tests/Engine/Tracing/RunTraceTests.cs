using System.Diagnostics;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Verdicts;
using ChaosService.Telemetry.Logging;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Running;
using ChaosService.Tests.Engine.Soaking;

namespace ChaosService.Tests.Engine.Tracing;

public sealed class RunTraceTests
{
    [Fact]
    public async Task Run_is_one_trace_with_a_span_for_each_phase_fault_step_and_check()
    {
        using var spans = new HeardSpans();
        using var run = new SmallRun { TraceParent = spans.TraceParent };

        var result = await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.Valid, result.Record.Verdict.Outcome);
        string[] inOrder = [.. spans.Paths.Where(p => !p.Contains("fault fake"))];
        Assert.Equal(
            [
                "run", "run/bringing up", "run/steady state", "run/load and faults", "run/convergence", "run/final reads",
                "run/capturing logs", "run/taking down", "run/checking", "run/checking/check set-full", "run/checking/check assumptions",
                "run/report",
            ],
            inOrder);
        const string Fault = "run/load and faults/fault fake";
        Assert.Equal(
            [
                Fault, $"{Fault}/preparing", $"{Fault}/injecting", $"{Fault}/observing the effect", $"{Fault}/reverting",
                $"{Fault}/observing the recovery",
            ],
            spans.Paths.Where(p => p.Contains("fault fake")));
        Assert.Equal(spans.Caller, spans.Single("run").ParentSpanId);
    }

    [Fact]
    public async Task Spans_say_what_they_stand_for_and_how_it_came_out()
    {
        using var spans = new HeardSpans();
        using var run = new SmallRun { TraceParent = spans.TraceParent };

        await run.RunAsync(TestContext.Current.CancellationToken);

        var whole = spans.Single("run");
        Assert.Equal(
            ("run-1", "small", "valid"),
            (whole.GetTagItem(SpanTags.Run), whole.GetTagItem(SpanTags.Experiment), whole.GetTagItem(SpanTags.Verdict)));
        Assert.Equal(ActivityStatusCode.Unset, whole.Status);
        var fault = spans.Single("fault fake");
        Assert.Equal(
            ("f1", "fake", "n1"),
            (fault.GetTagItem(SpanTags.Fault), fault.GetTagItem(SpanTags.FaultKind), fault.GetTagItem(SpanTags.FaultNodes)));
        Assert.Equal(["inject", "injected", "effect", "revert", "reverted", "recovery"], fault.Events.Select(e => e.Name));
        Assert.Equal("gap", spans.Single("injecting").Events.Single().Name);
        Assert.Equal("valid", spans.Single("check set-full").GetTagItem(SpanTags.Verdict));
    }

    [Fact]
    public async Task Violation_is_an_error_of_the_run_its_judgement_and_its_check_and_of_nothing_else()
    {
        using var spans = new HeardSpans();
        using var run = new SmallRun { TraceParent = spans.TraceParent, Loses = true };

        var result = await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.Invalid, result.Record.Verdict.Outcome);
        Assert.Equal(
            ["check set-full", "checking", "run"],
            spans.Ended.Where(a => a.Status == ActivityStatusCode.Error).Select(a => a.OperationName).Order());
        Assert.Contains("lost", spans.Single("run").StatusDescription);
    }

    [Fact]
    public async Task Fault_that_has_no_effect_is_an_error_of_the_fault()
    {
        using var spans = new HeardSpans();
        using var run = new SmallRun { TraceParent = spans.TraceParent, Fault = new FakeFaultKind { EffectSeen = false } };

        await run.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ActivityStatusCode.Error, spans.Single("fault fake").Status);
    }

    [Fact]
    public async Task Logs_of_a_run_carry_the_ids_of_its_trace()
    {
        using var spans = new HeardSpans();
        using var directory = new TempDirectory();
        string[] lines;
        using (var logs = Loggers.ToFile(directory.Path))
        using (var run = new SmallRun { TraceParent = spans.TraceParent, Logs = logs })
            await run.RunAsync(TestContext.Current.CancellationToken);
        lines = File.ReadAllLines(Directory.GetFiles(directory.Path).Single());

        Assert.True(lines.Length >= 8, string.Join('\n', lines));
        Assert.All(lines, l => Assert.Contains($"trace_id={spans.Trace} ", l));
        Assert.All(lines, l =>
            Assert.Contains("run=run-1 experiment=small", l.Replace("experiment=small run=run-1", "run=run-1 experiment=small")));
        Assert.All(lines.Where(l => l.Contains("] Fault f1") || l.Contains(" Fault f1")), l => Assert.Contains("fault=f1", l));
    }

    [Fact]
    public async Task Window_of_a_soak_is_a_span_around_its_phases()
    {
        using var spans = new HeardSpans();
        using var soak = new SmallSoak();
        using (new Activity("caller").SetParentId(spans.TraceParent).Start())
        await soak.RunAsync(
            new(TimeSpan.FromSeconds(1), 2, 2, ChaosService.Model.Experiments.SoakStop.Never), 2, TestContext.Current.CancellationToken);

        Assert.Equal([1, 2], spans.Ended.Where(a => a.OperationName == "window").Select(a => a.GetTagItem(SpanTags.Window)));
        Assert.Equal(2, spans.Paths.Count(p => p == "window/load and faults"));
        Assert.Equal(2, spans.Paths.Count(p => p == "window/checking/check set-full"));
    }

    [Fact]
    public async Task Nodes_logs_are_handed_on_once_they_are_captured()
    {
        var sink = new Collected();
        using var run = new SmallRun { NodeLogs = sink };
        var before = TimeProvider.System.GetUtcNow();

        await run.RunAsync(TestContext.Current.CancellationToken);

        var log = Assert.Single(sink.Logs);
        Assert.Equal(("run-1", "small", "n1"), (log.Log.RunId, log.Log.Experiment, log.Log.Node));
        Assert.Equal(SmallRun.LogLine + "\n", log.Text);
        Assert.InRange(log.Log.From, before, TimeProvider.System.GetUtcNow());
    }

    private sealed class Collected : INodeLogSink
    {
        public List<(NodeLog Log, string Text)> Logs { get; } = [];

        public void Take(NodeLog log) => Logs.Add((log, File.ReadAllText(log.File)));
    }
}
