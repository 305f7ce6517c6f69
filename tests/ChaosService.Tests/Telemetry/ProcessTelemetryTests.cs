using System.Diagnostics;
using ChaosService.Contracts;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Options;
using ChaosService.Telemetry;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Running;
using ChaosService.Tests.Host.Serving;
using ChaosService.Tests.Telemetry.Logging.Loki;
using ChaosService.Tests.Telemetry.Otlp;

namespace ChaosService.Tests.Telemetry;

public sealed class TelemetryTests : IDisposable
{
    private readonly TempDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Whole_run_is_found_in_Loki_by_its_id_its_fault_its_node_and_its_trace()
    {
        await using var loki = await LokiReceiver.StartAsync();
        await using var collector = await OtlpReceiver.StartAsync();
        var options = new ServiceOptions
        {
            State = _state.Path, Loki = new LokiOptions { Uri = loki.Uri, Labels = "env=test" },
            Otlp = new OtlpOptions { Endpoint = collector.Uri, Protocol = OtlpProtocol.HttpProtobuf },
        };
        var trace = ActivityTraceId.CreateRandom();
        using (var telemetry = ProcessTelemetry.Of(options, TimeProvider.System))
        using (var run =
            new SmallRun { Logs = telemetry.Logs, NodeLogs = telemetry.NodeLogs, TraceParent = $"00-{trace}-00f067aa0ba902b7-01" })
        {
            Assert.Equal(Outcome.Valid, (await run.RunAsync(TestContext.Current.CancellationToken)).Record.Verdict.Outcome);
            // The run's directory goes with it.
            await Wait.UntilAsync(() => loki.Lines.Any(l => l.Text == "hello"));
        }

        Assert.Empty(loki.Problems);
        var own = loki.Lines.Where(l => l.Stream.Contains("\"origin\":\"service\"") && l.Metadata.GetValueOrDefault("run") == "run-1"
            && l.Metadata["source"].EndsWith("Runner")).ToList();
        Assert.Contains(own, l => l.Text.StartsWith("Run run-1 of small starts"));
        Assert.All(own, l => Assert.Equal(("small", trace.ToHexString()), (l.Metadata["experiment"], l.Metadata["trace_id"])));
        Assert.All(own, l => Assert.Contains(collector.Spans, s => s.Id == l.Metadata["span_id"]));
        Assert.Contains(own, l => l.Metadata.GetValueOrDefault("fault") == "f1" && l.Metadata["step"] == "Injected");
        var node = loki.Lines.Single(l => l.Text == "hello");
        Assert.Equal("""{"env":"test","node":"n1","origin":"node","run":"run-1","service":"chaosservice"}""", node.Stream);
        Assert.Equal(4_102_444_801_000_000_001, node.TimeNs);
    }

    [Fact]
    public async Task Loki_and_collector_that_are_gone_show_in_the_health_and_cost_no_run_anything()
    {
        var options = new ServiceOptions
        {
            Loki = new LokiOptions { Uri = "http://127.0.0.1:9", Period = TimeSpan.FromMilliseconds(10) },
            Otlp = new OtlpOptions { Endpoint = "http://127.0.0.1:9", Logs = true, Metrics = true },
        };
        await using var service = await ServiceUnderTest.StartAsync(options: options);
        await service.ApplyAsync();
        service.Work.Release();

        var run = await service.GetAsync(await service.RunAsync());

        Assert.Equal(("finished", "valid"), (run.State, run.Verdict));
        HealthReply health;
        do health = await service.GetAsync<HealthReply>("/readyz");
        while (health.Warnings.Count == 0);
        Assert.StartsWith("Loki does not take logs since ", health.Warnings.Single());
        Assert.Equal("ready", health.Status);
    }
}
