using ChaosService.Model.Configuration;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;
using ChaosService.Service.Options.Texts;

namespace ChaosService.Tests.Host.Serving;

public sealed class TelemetryOptionsTests
{
    [Fact]
    public void Groups_are_read_and_printed_with_their_secrets_hidden()
    {
        var options =
            Read("""
                {
                  "log": { "level": "debug", "console": "json" },
                  "loki": { "uri": "http://loki:3100", "login": "ada", "password": "hunter2", "labels": "env=prod, team=storage" },
                  "otlp": {
                    "endpoint": "http://tempo:4318", "protocol": "httpProtobuf", "headers": "authorization=Basic aGk=", "metrics": true
                  }
                }
                """);

        Assert.Equal((LogDetail.Debug, ConsoleLog.Json), (options.Log.Level, options.Log.Console));
        Assert.Equal(
            (OtlpProtocol.HttpProtobuf, true, true, false),
            (options.Otlp.Protocol, options.Otlp.Traces, options.Otlp.Metrics, options.Otlp.Logs));
        Assert.Equal("authorization=Basic aGk=", string.Join(";", PairText.Parse(options.Otlp.Headers)!.Select(h => $"{h.Key}={h.Value}")));
        var printed = OptionText.Of(options).ToJsonString() + options;
        Assert.DoesNotContain("hunter2", printed);
        Assert.DoesNotContain("aGk=", printed);
    }

    [Theory]
    [InlineData(
        """{ "loki": { "uri": "loki:3100" } }""",
        "loki.uri: not an http or https address: \"loki:3100\"; write one, such as http://loki:3100")]
    [InlineData(
        """{ "loki": { "uri": "http://ada:hunter2@loki:3100" } }""",
        "loki.uri: an address must not hold a password, which would be printed: \"http://(secret)@loki:3100\"")]
    [InlineData("""{ "loki": { "tenant": "a" } }""", "loki.uri: empty, and loki.login or loki.tenant is set")]
    [InlineData("""{ "loki": { "uri": "http://l", "password": "x" } }""", "loki.login: empty, and loki.password is set")]
    [InlineData(
        """{ "loki": { "uri": "http://l", "login": "a", "password": "(secret)" } }""",
        "loki.password: \"(secret)\" is what `chaosctl config` prints")]
    [InlineData("""{ "loki": { "labels": "env" } }""", "loki.labels: not labels: \"env\"")]
    [InlineData("""{ "loki": { "labels": "a b=c" } }""", "loki.labels: not the name of a label: \"a b\"")]
    [InlineData("""{ "loki": { "labels": "level=x" } }""", "loki.labels: the service sets \"level\" itself")]
    [InlineData("""{ "loki": { "batchPostingLimit": 0 } }""", "loki.batchPostingLimit: out of range: \"0\"")]
    [InlineData("""{ "loki": { "queueLimit": 10 } }""", "loki.queueLimit: out of range: \"10\"")]
    [InlineData("""{ "loki": { "queueBytes": "1KiB" } }""", "loki.queueBytes: out of range")]
    [InlineData("""{ "loki": { "period": "1h" } }""", "loki.period: out of range")]
    [InlineData("""{ "otlp": { "endpoint": "tempo" } }""", "otlp.endpoint: not an http or https address: \"tempo\"")]
    [InlineData("""{ "otlp": { "logs": true } }""", "otlp.endpoint: empty, and otlp.metrics or otlp.logs is on")]
    [InlineData("""{ "otlp": { "headers": "nothing" } }""", "otlp.headers: not headers; write name=value pairs")]
    [InlineData("""{ "log": { "console": "yes" } }""", "log.console: wrong value: \"yes\"; write one of: off, text, json")]
    public void Wrong_option_is_named_with_its_fix(string json, string problem)
    {
        var message = Assert.Throws<BadInputException>(() => Read(json)).Message;
        Assert.Contains(problem, message);
        Assert.DoesNotContain("hunter2", message);
    }

    private static ServiceOptions Read(string json) => Configured.Read(json);
}
