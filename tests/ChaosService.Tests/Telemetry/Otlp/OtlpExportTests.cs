using System.Diagnostics;
using System.Diagnostics.Metrics;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Options;
using ChaosService.Telemetry;
using ChaosService.Telemetry.Metrics.Registry;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Running;
using ChaosService.Tests.Telemetry.Logging;

namespace ChaosService.Tests.Telemetry.Otlp;

public sealed class OtlpExportTests : IDisposable
{
    private readonly TempDirectory _state = new();
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whole_run_arrives_as_one_trace_and_its_logs_with_the_same_ids(bool grpc)
    {
        await using var collector = await OtlpReceiver.StartAsync(grpc);
        using (var telemetry = ProcessTelemetry.Of(
            Options(collector.Uri, grpc) with { Otlp = Otlp(collector.Uri, grpc) with { Logs = true } }, TimeProvider.System))
        using (var run = new SmallRun { TraceParent = $"00-{_trace}-00f067aa0ba902b7-01", Logs = telemetry.Logs })
            await run.RunAsync(TestContext.Current.CancellationToken);

        var spans = collector.Spans.Where(s => s.Trace == _trace.ToHexString()).ToList();
        var root = spans.Single(s => s.Name == "run");
        Assert.Equal(
            ("00f067aa0ba902b7", "small", "valid"),
            (root.Parent, root.Attributes["chaosservice.experiment"], root.Attributes["chaosservice.verdict"]));
        Assert.All(spans.Where(s => s != root), s => Assert.Contains(spans, p => p.Id == s.Parent));
        Assert.Equal(18, spans.Count);
        Assert.Equal("chaosservice", collector.Services.Distinct().Single());
        Assert.All(collector.Headers, h => Assert.Equal("a b", h));
        var logs = collector.Logs.Where(l => l.Trace == _trace.ToHexString()).ToList();
        Assert.Contains(logs, l =>
            l.Body == "Run run-1 of small starts on chaosservice-fake, seed 42" && l.Span == spans.Single(s => s.Name == "run").Id);
        Assert.All(
            logs, l => Assert.Equal(("run-1", "small"), (l.Attributes["chaosservice.run.id"], l.Attributes["chaosservice.experiment"])));
        Assert.Contains(logs, l => l.Body.StartsWith("Fault f1 fake on n1: Injected") && l.Attributes["chaosservice.fault.id"] == "f1");
    }

    [Fact]
    public async Task Metrics_of_the_program_s_meters_arrive_and_no_others()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        using var ours = new Meter("ChaosService.Test");
        using var others = new Meter("Somebody.Else");
        using (ProcessTelemetry.Of(
            Options(collector.Uri) with { Otlp = Otlp(collector.Uri) with { Metrics = true, Traces = false } }, TimeProvider.System))
        {
            ours.CreateCounter<long>("chaosservice.test.count").Add(3);
            others.CreateCounter<long>("somebody.else.count").Add(3);
        }

        Assert.Contains("ChaosService.Test/chaosservice.test.count", collector.Metrics);
        Assert.Contains("System.Runtime/dotnet.gc.collections", collector.Metrics);
        string[] known = ["ChaosService", .. BuiltInMeters.Names.Select(n => $"{n}/")];
        Assert.All(collector.Metrics, m => Assert.Contains(known, k => m.StartsWith(k, StringComparison.Ordinal)));
        Assert.Empty(collector.Spans);
    }

    [Fact]
    public async Task Token_reaches_no_collector_in_no_part_of_a_log()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var token = TokenText.Generate().Reveal();
        using (var telemetry =
            ProcessTelemetry.Of(Options(collector.Uri) with { Otlp = Otlp(collector.Uri) with { Logs = true } }, TimeProvider.System))
        {
            var log = telemetry.Logs.CreateLogger("test");
            using var request = log.BeginScope(new List<KeyValuePair<string, object?>> { new("RequestPath", $"/{token}") });
            TestLog.Failed(log, new InvalidOperationException($"no {token}"), token);
        }

        var sent = Assert.Single(collector.Logs, l => l.Body.StartsWith("Failed on"));
        Assert.Equal($"Failed on {token[..12]}(hidden)", sent.Body);
        Assert.Equal($"no {token[..12]}(hidden)", sent.Attributes["exception.message"]);
        Assert.All(sent.Attributes.Values, v => Assert.DoesNotContain(token[12..^6], v));
        Assert.DoesNotContain("RequestPath", sent.Attributes.Keys);
    }

    [Fact]
    public async Task Collector_that_never_answers_holds_up_neither_a_run_nor_the_stop()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        collector.Instead = http =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var options = Options(collector.Uri) with { Otlp = Otlp(collector.Uri) with { Logs = true, Metrics = true } };
        var telemetry = ProcessTelemetry.Of(options, TimeProvider.System);
        using (var run = new SmallRun { Logs = telemetry.Logs })
        {
            var result = await run.RunAsync(TestContext.Current.CancellationToken);
            Assert.Equal(ChaosService.Model.Verdicts.Outcome.Valid, result.Record.Verdict.Outcome);
        }
        var started = TimeProvider.System.GetTimestamp();

        telemetry.Dispose();

        Assert.True(TimeProvider.System.GetElapsedTime(started) < ProcessTelemetry.CloseLimit);
    }

    private ServiceOptions Options(string uri, bool grpc = false) => new() { State = _state.Path, Otlp = Otlp(uri, grpc) };

    private static OtlpOptions Otlp(string uri, bool grpc = false) =>
        new() { Endpoint = uri, Protocol = grpc ? OtlpProtocol.Grpc : OtlpProtocol.HttpProtobuf, Headers = "x-test=a b" };
}
