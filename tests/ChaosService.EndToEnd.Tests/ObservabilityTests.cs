using System.Net;
using ChaosService.Docker.Processes;
using ChaosService.EndToEnd.Tests.Running;
using ChaosService.Tests.Telemetry.Metrics.Dashboards;
using ChaosService.Tests.Telemetry.Metrics.Real;

namespace ChaosService.EndToEnd.Tests;

/// <summary>A real Prometheus scrapes a service that runs a real experiment.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.OwnTargets)]
public sealed class ObservabilityTests
{
    /// <summary>Only a service that is short of room for its series has it.</summary>
    private const string OnlyInTrouble = "chaosservice_metrics_folded_total";

    private const string Experiment = """
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: watched }
        spec:
          target: etcd
          seed: 7
          duration: 12s
          load: [{ workload: register, clients: 6, rate: 150/s, keys: 5 }]
          faults:
            # Without a majority no op succeeds: that must show.
            - { kind: network-partition, at: 2s, for: 4s, on: { names: [etcd1, etcd2] }, from: everyone }
          safety: { maxNodes: 2 }
          checks:
            - linearizable
            - availability: { objective: 99%, outsideFaults: 10% }
            - latency: { p99: 5s }
          schedule: { cron: "0 0 3 1 1 ?" }
        """;

    [Fact]
    public async Task Compose_file_of_the_stack_is_read_by_what_is_installed()
    {
        var listed = await CommandRunner.RunAsync(new Command("docker", "compose", "version"), TestContext.Current.CancellationToken);
        string[] program = listed.Succeeded ? ["docker", "compose"] : ["docker-compose"];

        var result = await CommandRunner.RunAsync(new Command(program[0], [.. program[1..], "-f", Path.Combine(Repository.Root,
            "compose/observability/docker-compose.yaml"), "config"]), TestContext.Current.CancellationToken);

        Assert.True(result.Succeeded, result.Error);
        foreach (var part in (string[])["prometheus", "alertmanager", "loki", "tempo", "grafana"])
            Assert.Matches($@"(?m)^  {part}:", result.Output);
    }

    [Fact]
    public async Task Every_query_of_every_dashboard_and_rule_returns_data_of_a_real_run()
    {
        Assert.SkipUnless(File.Exists(RealPrometheus.Program), RealPrometheus.Missing);
        await using var workspace = new Workspace();
        using var service = await Daemon.StartAsync(workspace);
        await using var prometheus = await RealPrometheus.StartAsync(Repository.Root, new Uri(service.Server));
        await service.ApplyAsync(Experiment);

        Assert.Equal(HttpStatusCode.Accepted, (await service.SendAsync(HttpMethod.Post, "/api/v1/schedules/watched/fire")).Status);
        await Machine.UntilAsync(async () => (await service.GetAsync("/api/v1/runs?limit=1")).GetProperty("runs")[0].GetProperty("state")
            .GetString() == "finished", "the run is over", TimeSpan.FromMinutes(3));
        var queries = Dashboard.All(Repository.Root).Where(d => d.File != Dashboard.OfNodes)
            .SelectMany(d => d.Queries).Concat(Rules.Queries(Repository.Root))
            .Where(q => q.Expr != OnlyInTrouble);

        Assert.Empty(await prometheus.WithoutDataAsync(queries));
        Assert.Empty(await prometheus.BrokenRulesAsync());
        await service.Process.SignalAsync("TERM");
        Assert.Equal(0, await service.Process.ExitCodeAsync());
    }
}
