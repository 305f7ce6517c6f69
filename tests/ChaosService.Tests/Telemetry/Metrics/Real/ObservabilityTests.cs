using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Experiments;
using ChaosService.Tests.Service.Notifications;
using ChaosService.Tests.Telemetry.Metrics.Dashboards;

namespace ChaosService.Tests.Telemetry.Metrics.Real;

/// <summary>What is shipped for Prometheus, Alertmanager and Grafana, with a real Prometheus and a real Alertmanager.</summary>
public sealed partial class ObservabilityTests
{
    private const string Folder = "compose/observability";
    private const string Alertmanager = "/usr/bin/prometheus-alertmanager";
    private const string Promtool = "/usr/bin/promtool";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_query_of_every_dashboard_and_rule_returns_data()
    {
        NeedPrometheus();
        await using var busy = await Bustle.StartAsync();
        await using var prometheus = await RealPrometheus.StartAsync(Shipped.Root, busy.Service.Address);
        (string, string)[] queries = [.. Dashboard.All(Shipped.Root).Where(d => d.File != Dashboard.OfNodes)
            .SelectMany(d => d.Queries), .. Rules.Queries(Shipped.Root), ("none", "chaosservice_nothing_of_that_name")];

        var without = await prometheus.WithoutDataAsync(queries.SkipLast(1), busy.BeatAsync);

        Assert.True(queries.Length > 100, $"{queries.Length} queries were found");
        Assert.Empty(without);
        Assert.Empty(await prometheus.BrokenRulesAsync());
        Assert.Equal(
            ["none: chaosservice_nothing_of_that_name"],
            await prometheus.WithoutDataAsync(queries.TakeLast(1), limit: TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task Alert_for_a_violated_invariant_fires_and_its_webhook_arrives_and_the_service_s_own_is_signed()
    {
        NeedPrometheus();
        Assert.SkipUnless(File.Exists(Alertmanager), "prometheus-alertmanager is not installed: apt-get install prometheus-alertmanager");
        const string Receiver = "http://127.0.0.1:5001/alerts";
        const string GroupWait = "group_wait: 5s";
        using var receiver = new WebhookReceiver();
        var configuration = await File.ReadAllTextAsync(Path.Combine(Shipped.Root, Folder, "alertmanager/alertmanager.yml"), Stop);
        Assert.Contains(Receiver, configuration);
        Assert.Contains(GroupWait, configuration);
        await using var alertmanager = await RealProgram.StartAsync(
            Alertmanager, new Dictionary<string, string>
            {
                ["alertmanager.yml"] = configuration.Replace(Receiver, receiver.Address).Replace(GroupWait, "group_wait: 100ms"),
            },
            address => [
                "--config.file=alertmanager.yml", "--storage.path=data", $"--web.listen-address={address}", "--cluster.listen-address=",
                "--log.level=error",
            ], "/-/ready");
        await using var inbox = await Inbox.StartAsync();
        await using var busy = await Bustle.StartAsync(inbox.Url);
        await using var prometheus =
            await RealPrometheus.StartAsync(Shipped.Root, busy.Service.Address, alertmanager.Http.BaseAddress!.Authority);

        Assert.Empty(await prometheus.WithoutDataAsync([("fires", "ALERTS{alertname=\"ChaosInvariantViolated\", alertstate=\"firing\"}")]));
        await Wait.UntilAsync(() => receiver.Bodies.Any(b => b.Contains("ChaosInvariantViolated", StringComparison.Ordinal)));

        using var body = JsonDocument.Parse(receiver.Bodies.First(b => b.Contains("ChaosInvariantViolated", StringComparison.Ordinal)));
        var alert = Assert.Single(body.RootElement.GetProperty("alerts").EnumerateArray());
        Assert.Equal("firing", alert.GetProperty("status").GetString());
        Assert.Equal(Bustle.Broken, alert.GetProperty("labels").GetProperty("experiment").GetString());
        Assert.Equal("broken violated an invariant", alert.GetProperty("annotations").GetProperty("summary").GetString());
        // The service's own, which does not go by way of Prometheus, is signed.
        await Wait.UntilAsync(() => inbox.Letters.Any(l => l.Type == "io.chaosservice.run.invalid"));
        var letter = inbox.Letters.First(l => l.Type == "io.chaosservice.run.invalid");
        Assert.Equal($"v1,{Signature(letter)}", letter.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Metrics_are_what_promtool_takes_for_right()
    {
        NeedPrometheus();
        await using var busy = await Bustle.StartAsync();
        // The runtime's names of a few gauges end like those of histograms, which promtool does not like.
        var text = RuntimeCount().Replace(await busy.Service.TextAsync("/metrics"), "");

        await PromtoolAsync(text, "check", "metrics");

        Assert.False((await RunAsync(text.Replace("_total{", "_number{"), "check", "metrics")).Succeeded);
    }

    [Fact]
    public async Task Rules_and_configuration_are_right_and_the_rules_do_what_their_tests_say()
    {
        NeedPrometheus();
        var tests = Directory.GetFiles(Path.Combine(Shipped.Root, Folder, "prometheus/tests"), "*_test.yml");
        Assert.Equal(2, tests.Length);

        await PromtoolAsync(null, "check", "config", Path.Combine(Shipped.Root, Folder, "prometheus/prometheus.yml"));
        await PromtoolAsync(null, ["test", "rules", .. tests]);
    }

    [Fact]
    public async Task Every_alert_has_a_test()
    {
        var rules = await File.ReadAllLinesAsync(Path.Combine(Shipped.Root, Folder, "prometheus/rules/chaosservice.yml"), Stop);
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Shipped.Root, Folder, "prometheus/tests")).Select(File.ReadAllText));

        Assert.All(
            rules.Where(l => l.Contains("- alert: ", StringComparison.Ordinal)),
            l => Assert.Contains($"- alertname: {l.Split(": ")[1]}", tests));
    }

    /// <summary>As standardwebhooks.com describes it.</summary>
    private static string Signature(Letter letter)
    {
        var key = Convert.FromBase64String(Samples.Secret["whsec_".Length..]);
        return Convert.ToBase64String(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{letter.Id}.{letter.Headers["webhook-timestamp"]}.{letter.Body}")));
    }

    private static void NeedPrometheus() =>
        Assert.SkipUnless(File.Exists(RealPrometheus.Program) && File.Exists(Promtool), RealPrometheus.Missing);

    private static async Task PromtoolAsync(string? input, params string[] arguments)
    {
        var result = await RunAsync(input, arguments);
        Assert.True(result.Succeeded, result.Output + result.Error);
    }

    private static Task<CommandResult> RunAsync(string? input, params string[] arguments) =>
        CommandRunner.RunAsync(new Command(Promtool, arguments) { Input = input, Timeout = TimeSpan.FromMinutes(2) }, Stop);

    [GeneratedRegex("""^(# \w+ )?dotnet_\w+_count .*\n""", RegexOptions.Multiline)]
    private static partial Regex RuntimeCount();
}
