using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ChaosService.Telemetry.Logging;
using ChaosService.Telemetry.Logging.Lines;
using ChaosService.Tests.Engine.Fakes;
using Serilog;
using Serilog.Extensions.Logging;

namespace ChaosService.Tests.Telemetry.Logging.Lines;

public sealed class LogLineTests
{
    private static readonly Dictionary<string, object> Run = new() { ["RunId"] = "r-1", ["Experiment"] = "calm" };

    [Fact]
    public void Line_says_run_experiment_fault_and_trace_where_there_are_any()
    {
        using var activity = new Activity("test").Start();

        var lines = Written.By(new LogLine(), log =>
        {
            using var run = log.BeginScope(Run);
            using var fault = log.BeginScope(new Dictionary<string, object> { ["FaultId"] = "f2" });
            TestLog.Said(log, "etcd1");
        });

        Assert.Contains(" INF Test.Source ", lines);
        foreach (var part in new[] { " run=r-1", " experiment=calm", " fault=f2", $" trace_id={activity.TraceId}", " Said by etcd1\n" })
            Assert.Contains(part, lines);
        Assert.EndsWith(
            "INF Test.Source Said by etcd1\n", Written.By(new LogLine(), log => { Activity.Current = null; TestLog.Said(log, "etcd1"); }));
    }

    [Fact]
    public void JSON_line_is_one_flat_object()
    {
        using var activity = new Activity("test").Start();

        var line = Written.By(new JsonLogLine(), log =>
        {
            using var run = log.BeginScope(Run);
            TestLog.Failed(log, new InvalidOperationException("no\n\"room\""), "etcd1");
        });

        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
        var root = JsonDocument.Parse(line).RootElement;
        Assert.All(root.EnumerateObject(), p => Assert.Equal(JsonValueKind.String, p.Value.ValueKind));
        string? Of(string name) => root.GetProperty(name).GetString();
        Assert.Equal(
            ("error", "r-1", "calm", "etcd1", "9001", "Test.Source"),
            (Of("level"), Of("run"), Of("experiment"), Of("node_name"), Of("event_id"), Of("source")));
        Assert.Equal((activity.TraceId.ToHexString(), activity.SpanId.ToHexString()), (Of("trace_id"), Of("span_id")));
        Assert.Contains("no\n\"room\"", Of("exception"));
        Assert.Equal("Failed on etcd1", Of("message"));
    }

    [Fact]
    public async Task Console_that_nobody_reads_holds_up_nobody_and_what_is_dropped_is_said()
    {
        using var output = new StalledWriter();
        var serilog = new LoggerConfiguration().WriteTo.Sink(new ConsoleSink(new LogLine(), output, TimeProvider.System)).CreateLogger();
        using (var logs = new SerilogLoggerFactory(serilog, dispose: true))
        {
            for (var i = 0; i < 20_000; i++) TestLog.Said(logs.CreateLogger("x"), "etcd1");
            output.Go();
            await Wait.UntilAsync(() => output.Text.Contains("log lines dropped", StringComparison.Ordinal));
        }
    }

    private sealed class StalledWriter : TextWriter
    {
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder _text = new();

        public override Encoding Encoding => Encoding.UTF8;

        public string Text
        {
            get { lock (_text) return _text.ToString(); }
        }

        public void Go() => _go.SetResult();

        public override async Task WriteAsync(string? value)
        {
            await _go.Task;
            lock (_text) _text.Append(value);
        }

        public override Task WriteLineAsync(string? value) => WriteAsync(value + "\n");
    }

    [Fact]
    public async Task Console_that_fails_for_a_while_gets_the_next_lines_and_how_many_were_lost()
    {
        using var output = new FailingWriter { Fails = true };
        var sink = new ConsoleSink(new LogLine(), output, TimeProvider.System);
        List<string?> changes = [];
        sink.Changed += changes.Add;
        using var logs = new SerilogLoggerFactory(new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger(), dispose: true);
        var log = logs.CreateLogger("x");

        TestLog.Said(log, "etcd1");
        TestLog.Said(log, "etcd2");
        await Wait.UntilAsync(() => output.Failed == 2);
        Assert.Equal("the console does not take log lines: no space left; they are in the log files", sink.Trouble);
        output.Fails = false;
        TestLog.Said(log, "etcd3");
        await Wait.UntilAsync(() => output.Text.Contains("Said by etcd3", StringComparison.Ordinal));

        Assert.StartsWith("(2 log lines dropped: ", output.Text);
        await Wait.UntilAsync(() => changes.Count == 2);
        Assert.Equal(["no space left", null], changes);
        Assert.Null(sink.Trouble);
    }

    private sealed class FailingWriter : StringWriter
    {
        public bool Fails { get; set; }

        public int Failed { get; private set; }

        public string Text
        {
            get { lock (this) return ToString(); }
        }

        public override Task WriteAsync(string? value)
        {
            if (Fails)
            {
                Failed++;
                throw new IOException("no space left");
            }
            lock (this) Write(value);
            return Task.CompletedTask;
        }

        public override Task WriteLineAsync(string? value) => WriteAsync(value + "\n");
    }
}
