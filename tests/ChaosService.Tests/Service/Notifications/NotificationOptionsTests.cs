using ChaosService.Model.Configuration;
using ChaosService.Service.Notifications.Receivers;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Service.Notifications;

public sealed class NotificationOptionsTests
{
    private const string Everything = """
        {
          "notifications": {
            "publicUrl": "https://chaos.example", "firstViolation": "always", "timeout": "5s", "attempts": 3, "age": "2h",
            "receivers": {
              "ops": {
                "kind": "webhook", "url": "https://hooks.example/x", "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                "events": "run.invalid, run.unknown", "experiments": "etcd-*", "labels": "suite=nightly"
              },
              "chat": { "kind": "slack", "url": "https://hooks.slack.example/services/T0/B0/s3cr3t" },
              "pager": { "kind": "pagerduty", "token": "0123456789abcdef0123456789abcdef" },
              "commits": { "kind": "github", "token": "ghp_x", "repository": "acme/db" },
              "graphs": { "kind": "grafana", "url": "http://127.0.0.1:3000", "token": "glsa_x", "dashboard": "abc" }
            }
          }
        }
        """;

    [Fact]
    public void Receivers_are_read_by_their_names()
    {
        var options = Read(Everything).Notifications;
        Assert.Equal(["chat", "commits", "graphs", "ops", "pager"], options.Receivers.Keys);
        Assert.Equal(
            ("https://chaos.example", FirstViolation.Always, TimeSpan.FromSeconds(5), 3, TimeSpan.FromHours(2)),
            (options.PublicUrl, options.FirstViolation, options.Timeout, options.Attempts, options.Age));
        Assert.Equal(("github", "acme/db"), (options.Receivers["commits"].Kind, options.Receivers["commits"].Repository));
    }

    [Fact]
    public void Variable_of_the_environment_adds_to_a_receiver_of_the_file()
    {
        const string Json = """{ "notifications": { "receivers": { "ops": { "url": "https://hooks.example/x" } } } }""";
        var variables = new Dictionary<string, string?> { ["CHAOSSERVICE__NOTIFICATIONS__RECEIVERS__OPS__SECRET"] = Samples.Secret };

        var ops = Assert.Single(Configured.Read(Json, environment: variables).Notifications.Receivers);

        Assert.Equal(("ops", Samples.Secret, "https://hooks.example/x"), (ops.Key, ops.Value.Secret, ops.Value.Url));
    }

    [Fact]
    public void What_is_printed_hides_addresses_tokens_and_secrets_and_says_so_when_it_is_read()
    {
        var printed = OptionText.Of(Read(Everything)).ToJsonString();
        Assert.All(
            ["hooks.example", "s3cr3t", "MDEyMzQ", "0123456789abcdef", "ghp_x", "glsa_x", "3000"],
            secret => Assert.DoesNotContain(secret, printed));
        Assert.Contains("\"commits\":{\"kind\":\"github\",\"url\":\"\",\"secret\":\"\",\"token\":\"(secret)\"", printed);
        Assert.Contains("notifications.receivers.ops.secret: \"(secret)\" is what `chaosctl config` prints", Refusal(printed));
    }

    [Fact]
    public void What_is_printed_without_receivers_is_read_again()
    {
        var options =
            new ServiceOptions { Notifications = new NotificationOptions { Attempts = 7, FirstViolation = FirstViolation.Never } };
        Assert.Equal(options, Read(OptionText.Of(options).ToJsonString()));
        Assert.Equal(Read(Everything), Read(Everything));
        Assert.NotEqual(Read(Everything), options);
    }

    [Theory]
    [InlineData("""{ "url": "https://x.example" }""", "receivers.ops.secret: empty; write whsec_")]
    [InlineData("""{ "url": "https://x.example", "secret": "hunter2" }""", "receivers.ops.secret: not a secret for signing")]
    [InlineData("""{ "secret": "S" }""", "receivers.ops.url: empty; write the address")]
    [InlineData("""{ "url": "ftp://x.example", "secret": "S" }""", "receivers.ops.url: not an address")]
    [InlineData("""{ "url": "x.example/hook", "secret": "S" }""", "receivers.ops.url: not an address")]
    [InlineData("""{ "url": "file:///etc/passwd", "secret": "S" }""", "receivers.ops.url: not an address")]
    [InlineData("""{ "url": "https://u:p@x.example", "secret": "S" }""", "receivers.ops.url: not an address")]
    [InlineData(
        """{ "url": "https://x.example", "secret": "S", "events": "run.invald" }""",
        "receivers.ops.events: no such event: \"run.invald\"; write some of: alerts, all, run.begun")]
    [InlineData("""{ "url": "https://x.example", "secret": "S", "events": "run.invald" }""", "did you mean 'run.invalid'?")]
    [InlineData(
        """{ "url": "https://x.example", "secret": "S", "events": "fault.notreverted" }""",
        "receivers.ops.events: fault.notreverted cannot be chosen; every receiver is told of it")]
    [InlineData(
        """{ "url": "https://x.example", "secret": "S", "labels": "nightly" }""",
        "receivers.ops.labels: not a label: \"nightly\"; write name=value")]
    [InlineData(
        """{ "url": "https://x.example", "secret": "S", "experiments": "a b" }""", "receivers.ops.experiments: not a name: \"a b\"")]
    [InlineData(
        """{ "url": "https://x.example", "secret": "S", "dashboard": "a" }""", "receivers.ops.dashboard: means nothing for webhook")]
    [InlineData(
        """{ "kind": "slak", "url": "https://x.example" }""",
        "receivers.ops.kind: no such kind: \"slak\"; write one of: webhook, slack, pagerduty, github, grafana (did you mean 'slack'?)")]
    [InlineData("""{ "kind": "pagerduty", "token": "short" }""", "receivers.ops.token: not an integration key")]
    [InlineData("""{ "kind": "github" }""", "receivers.ops.token: empty; write one that may set commit statuses")]
    [InlineData(
        """{ "kind": "github", "token": "t", "repository": "db" }""",
        "receivers.ops.repository: not a repository: \"db\"; write owner/name")]
    [InlineData(
        """{ "kind": "grafana", "url": "http://127.0.0.1:3000" }""", "receivers.ops.token: empty; write the token of a service account")]
    [InlineData("""{ "kind": "grafana", "token": "t" }""", "receivers.ops.url: empty")]
    [InlineData("""{ "urll": "https://x.example" }""", "notifications.receivers.ops.urll: unknown option; known here: kind, url, secret")]
    [InlineData("\"https://x.example/s3cr3t\"", "notifications.receivers.ops: a single value where a group of options is meant")]
    public void Bad_receiver_is_named_with_its_fix(string receiver, string problem)
    {
        var ops = receiver.Replace("\"S\"", $"\"{Samples.Secret}\"", StringComparison.Ordinal);
        var refusal = Refusal($$"""{ "notifications": { "receivers": { "ops": {{ops}} } } }""");
        Assert.Contains(problem, refusal);
        Assert.All(["hunter2", "short\"", "u:p@", "s3cr3t", "MDEyMzQ"], secret => Assert.DoesNotContain(secret, refusal));
    }

    [Theory]
    [InlineData("""{ "publicUrl": "chaos" }""", "notifications.publicUrl: not an address: \"chaos\"")]
    [InlineData("""{ "timeout": "100ms" }""", "notifications.timeout: out of range: \"100ms\"; write a duration from 1s to 5m")]
    [InlineData("""{ "attempts": 0 }""", "notifications.attempts: out of range: \"0\"")]
    [InlineData("""{ "age": "5" }""", "notifications.age: wrong value: \"5\"")]
    [InlineData("""{ "age": "60d" }""", "notifications.age: out of range: \"60d\"")]
    [InlineData(
        """{ "firstViolation": "often" }""", "notifications.firstViolation: wrong value: \"often\"; write one of: soak, always, never")]
    [InlineData("""{ "receivers": [ { "kind": "slack" } ] }""", "notifications.receivers.0: not a name")]
    [InlineData(
        """{ "receivers": { "on-call": { "kind": "slack" } } }""",
        "notifications.receivers.on-call: not a name; write a letter and then letters and digits")]
    [InlineData("""{ "receivers": "ops" }""", "notifications.receivers: a single value, \"ops\", where a group of options is meant")]
    [InlineData("\"on\"", "notifications: a single value, \"on\", where a group of options is meant")]
    public void Bad_option_is_named_with_its_fix(string notifications, string problem) =>
        Assert.Contains(problem, Refusal($$"""{ "notifications": {{notifications}} }"""));

    [Fact]
    public void Receiver_shows_only_its_host()
    {
        var receiver =
            new Receiver("chat", new ReceiverOptions { Kind = "slack", Url = "https://hooks.slack.example/services/T0/B0/s3cr3t" });
        Assert.Equal("hooks.slack.example", receiver.Host);
        Assert.Equal("no such hook: (secret)", receiver.Hide("no such hook: s3cr3t"));
    }

    private static ServiceOptions Read(string json) => Configured.Read(json);

    private static string Refusal(string json) => Assert.Throws<BadInputException>(() => Read(json)).Message;
}
