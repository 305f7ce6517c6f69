using System.Diagnostics;
using System.Text;
using ChaosService.Engine.Tokens;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Sinks.Grafana.Loki;

namespace ChaosService.Tests.Telemetry.Logging.Loki;

public sealed class LokiSinkTests
{
    private static readonly LokiLabel[] Labels = [new() { Key = "service", Value = "chaosservice" }, new() { Key = "env", Value = "test" }];

    [Fact]
    public async Task Push_is_what_Loki_reads_to_the_last_byte()
    {
        await using var receiver = await LokiReceiver.StartAsync();
        var at = new DateTimeOffset(2026, 11, 22, 9, 0, 6, TimeSpan.FromHours(1)).AddTicks(1_234_567);
        using (var log = new LoggerConfiguration().WriteTo.GrafanaLoki(receiver.Uri, Labels).CreateLogger())
        {
            log.Write(Event(at, LogEventLevel.Information, "run {RunId} of {Experiment}", ("RunId", "r-1"), ("Experiment", "calm")));
            log.Write(Event(at, LogEventLevel.Warning, "\"quoted\" ü \u0001 \n next"));
        }

        Assert.Empty(receiver.Problems);
        var push = Assert.Single(receiver.Attempts);
        Assert.Equal(
            """{"streams":[{"stream":{"env":"test","level":"info","service":"chaosservice"},"values":"""
            + """[["1795334406123456700","run r-1 of calm",{"run":"r-1","experiment":"calm"}]]},"""
            + """{"stream":{"env":"test","level":"warning","service":"chaosservice"},"values":"""
            + """[["1795334406123456700","\"quoted\" ü \u0001 \n next"]]}]}""",
            push.Json);
        Assert.False(push.Headers.ContainsKey("X-Scope-OrgID") || push.Headers.ContainsKey("Authorization")
            || push.Headers.ContainsKey("traceparent"));
    }

    [Fact]
    public async Task Tenant_and_credentials_go_along()
    {
        await using var receiver = await LokiReceiver.StartAsync();
        var credentials = new LokiCredentials { Login = "ada", Password = "söcret:1" };
        using (var log = new LoggerConfiguration().WriteTo
            .GrafanaLoki(receiver.Uri + "/loki/api/v1/push", Labels, credentials: credentials, tenant: "team-a").CreateLogger())
        log.Information("x");

        var push = Assert.Single(receiver.Attempts);
        Assert.Equal("team-a", push.Headers["X-Scope-OrgID"]);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:söcret:1")), push.Headers["Authorization"]);
        Assert.DoesNotContain("söcret", credentials.ToString());
    }

    [Fact]
    public async Task What_the_line_belongs_to_is_metadata_and_no_label()
    {
        await using var receiver = await LokiReceiver.StartAsync();
        using var activity = new Activity("test").Start();
        var serilog = new LoggerConfiguration().Enrich.FromLogContext().WriteTo.GrafanaLoki(receiver.Uri, Labels).CreateLogger();
        using (var logs = new SerilogLoggerFactory(serilog, dispose: true))
        {
            var log = logs.CreateLogger("Test.Source");
            using var run = log.BeginScope(new Dictionary<string, object> { ["RunId"] = "r-1", ["Experiment"] = "calm" });
            using var fault = log.BeginScope(new Dictionary<string, object> { ["FaultId"] = "f2" });
            TestLog.Said(log, "etcd1");
        }

        var line = Assert.Single(receiver.Lines);
        Assert.Equal("""{"env":"test","level":"info","service":"chaosservice"}""", line.Stream);
        Assert.Equal("Said by etcd1", line.Text);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["run"] = "r-1", ["experiment"] = "calm", ["fault"] = "f2", ["trace_id"] = activity.TraceId.ToHexString(),
                ["span_id"] = activity.SpanId.ToHexString(), ["source"] = "Test.Source", ["event_id"] = "9000", ["node_name"] = "etcd1",
            }.OrderBy(p => p.Key),
            line.Metadata.OrderBy(p => p.Key));
    }

    [Fact]
    public async Task Properties_can_be_labels()
    {
        await using var receiver = await LokiReceiver.StartAsync();
        using (var log = new LoggerConfiguration().WriteTo
            .GrafanaLoki(receiver.Uri, Labels, propertiesAsLabels: ["NodeName"], restrictedToMinimumLevel: LogEventLevel.Warning)
            .CreateLogger())
        {
            log.Information("below {NodeName}", "etcd1");
            log.Warning("said by {NodeName}", "etcd2");
        }

        Assert.Equal(
            """{"env":"test","level":"warning","node_name":"etcd2","service":"chaosservice"}""", Assert.Single(receiver.Lines).Stream);
    }

    [Fact]
    public async Task Token_is_in_no_line_no_metadata_and_no_label()
    {
        await using var receiver = await LokiReceiver.StartAsync();
        var token = TokenText.Generate().Reveal();
        using (var log = new LoggerConfiguration().WriteTo.GrafanaLoki(receiver.Uri, Labels, propertiesAsLabels: ["Shown"]).CreateLogger())
            log.Error(new InvalidOperationException(token), "a {Shown} and {Other}", token, $"x{token}");

        Assert.DoesNotContain(token[12..^6], receiver.Attempts[0].Json);
        Assert.Equal(5, receiver.Attempts[0].Json.Split("(hidden)").Length - 1 - 1);
    }

    [Fact]
    public async Task Line_that_is_too_long_or_no_text_at_all_is_made_fit()
    {
        await using var receiver = await LokiReceiver.StartAsync();
        using (var log = new LoggerConfiguration().WriteTo.GrafanaLoki(receiver.Uri, Labels).CreateLogger())
        {
            log.Information("{Long:l}", new string('€', 300_000));
            log.Information("half a pair \ud800 and \udc00, zero \0");
        }

        Assert.Empty(receiver.Problems);
        Assert.EndsWith("… (cut)", receiver.Lines[0].Text);
        Assert.Equal("half a pair \ufffd and \ufffd, zero \0", receiver.Lines[1].Text);
    }

    [Fact]
    public async Task Writers_side_by_side_lose_and_mix_up_nothing()
    {
        await using var receiver = await LokiReceiver.StartAsync();
        using (var log = new LoggerConfiguration().WriteTo.GrafanaLoki(receiver.Uri, Labels, batchPostingLimit: 50).CreateLogger())
            await Task.WhenAll(Enumerable.Range(0, 8)
                .Select(w => Task.Run(() => { for (var i = 0; i < 250; i++) log.Information("{Writer} {Number}", w, i); })));

        Assert.Empty(receiver.Problems);
        Assert.Equal(2000, receiver.LineCount);
        foreach (var writer in receiver.Lines.GroupBy(l => l.Metadata["writer"]))
            Assert.Equal(Enumerable.Range(0, 250).Select(i => $"{i}"), writer.Select(l => l.Metadata["number"]));
    }

    private static LogEvent Event(
        DateTimeOffset at, LogEventLevel level, string template, params (string Name, string Value)[] properties) =>
        new(
            at, level, null, new Serilog.Parsing.MessageTemplateParser().Parse(template.Replace("}", ":l}")),
            properties.Select(p => new LogEventProperty(p.Name, new ScalarValue(p.Value))));
}
