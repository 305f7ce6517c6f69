using ChaosService.EndToEnd.Tests.Running;
using ChaosService.Model.Clusters;

namespace ChaosService.EndToEnd.Tests;

/// <summary>The service in its container does what it does on a host, and what it broke is reverted however the container ends.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.OwnTargets)]
public sealed class ContainerTests(ServiceContainer service) : IClassFixture<ServiceContainer>
{
    /// <summary>On a target that the container brings up: its filesystems must be where the engine sees them.</summary>
    private const string EveryKind = """
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: every-kind }
        spec:
          target: etcd
          seed: 1
          duration: 16s
          load:
            - { workload: register, clients: 6, rate: 100/s, keys: 5 }
          faults:
            - { kind: network-partition, at: 1s, for: 2s, on: { name: etcd2 }, from: peers }
            - { kind: network-delay, at: 4s, for: 2s, on: { name: etcd3 }, delay: 50ms }
            - { kind: disk-fill, at: 7s, for: 2s, on: { name: etcd3 }, percent: 95% }
            - { kind: container-kill, at: 10s, on: { name: etcd1 }, restartAfter: 1s }
          checks:
            - linearizable
        """;

    private const string LongFaults = """
            - { kind: network-partition, at: 1s, for: 50s, on: { name: etcd1 }, from: peers }
            - { kind: container-pause, at: 1s, for: 50s, on: { name: etcd2 } }
        """;

    private static readonly TimeSpan HaltLimit = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Doctor_inside_finds_nothing_missing()
    {
        await service.UpAsync();
        var doctor = await service.RunAsync("doctor");

        Assert.True(doctor.ExitCode == 0, doctor.Output);
        Assert.Contains("host's processes", doctor.Output);
    }

    [Fact]
    public async Task Experiment_with_every_kind_of_fault_is_valid_and_nothing_is_left()
    {
        await service.UpAsync();
        await using var workspace = new Workspace();

        await workspace.RunAsync("apply", "-f", workspace.Write("every-kind.yaml", EveryKind), "--server", service.Server);
        var run = await workspace.RunAsync("trigger", "every-kind", "--wait", "--server", service.Server);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("4 faults proven in effect and gone", run.Output);
        var id = run.Output.Split("/runs/")[1].Split(['/', '\n'])[0];
        Assert.Equal("", await Machine.OutputAsync("docker", "ps", "--all", "--quiet", "--filter", $"label=io.chaosservice.run={id}"));
        Assert.DoesNotContain(File.ReadLines("/proc/mounts"), l => l.Contains(id, StringComparison.Ordinal));
        Assert.False(Directory.Exists($"/var/lib/chaosservice/volumes/{id}"));
    }

    [Fact]
    public async Task Halt_in_mid_fault_leaves_a_healthy_cluster_within_seconds()
    {
        await service.UpAsync();
        await using var cluster = await AttachedCluster.UpAsync(ServiceContainer.AttachableProject);
        await using var workspace = new Workspace();
        using var http = new HttpClient();
        await BreakAsync(workspace, cluster);

        var started = TimeProvider.System.GetTimestamp();
        using var halt = await http.PostAsync($"{service.Server}/api/v1/halt", null, TestContext.Current.CancellationToken);
        var took = TimeProvider.System.GetElapsedTime(started);

        Assert.True(took < HaltLimit, $"the halt took {took}");
        Assert.Equal("", await cluster.DamageAsync());
        Assert.Equal(0, (await workspace.RunAsync("resume", "--server", service.Server)).ExitCode);
    }

    [Fact]
    public async Task Killed_container_is_reverted_by_the_watchdog_beside_it()
    {
        await service.UpAsync();
        await using var cluster = await AttachedCluster.UpAsync(ServiceContainer.AttachableProject);
        await using var workspace = new Workspace();
        await BreakAsync(workspace, cluster);

        await Machine.OutputAsync("docker", "kill", service.Name);
        await Machine.UntilAsync(async () => await cluster.DamageAsync() == "", "the watchdog reverted what the killed container left");

        // Docker takes a kill by hand for a wish, and restarts nothing.
        Assert.Equal("exited", await Machine.OutputAsync("docker", "inspect", "--format", "{{.State.Status}}", service.Name));
        await service.UpAsync();
        Assert.Contains("interrupted", (await workspace.RunAsync("runs", "--server", service.Server)).Output);
        Assert.Equal("nothing is broken: the fault journal is empty", (await service.RunAsync("faults", "list")).Output.Trim());
    }

    [Fact]
    public async Task Crashed_service_without_its_watchdog_is_restarted_and_reverts()
    {
        await service.UpAsync();
        await using var cluster = await AttachedCluster.UpAsync(ServiceContainer.AttachableProject);
        await using var workspace = new Workspace();
        await BreakAsync(workspace, cluster);

        await Machine.OutputAsync("docker", "kill", service.Watchdog);
        await Machine.OutputAsync(
            "kill", "-KILL", await Machine.OutputAsync("docker", "inspect", "--format", "{{.State.Pid}}", service.Name));

        await Machine.UntilAsync(async () => await cluster.DamageAsync() == "", "the restarted service reverted what it had left");
        await service.UpAsync();
    }

    private async Task BreakAsync(Workspace workspace, AttachedCluster cluster)
    {
        await workspace.RunAsync(
            "apply", "-f",
            workspace.Write("attached.yaml", AttachedCluster.Experiment(LongFaults, project: ServiceContainer.AttachableProject)),
            "--server", service.Server);
        var triggered = await workspace.RunAsync("trigger", "attached", "--server", service.Server);
        Assert.True(triggered.ExitCode == 0, triggered.Error);
        await Machine.UntilAsync(
            async () => (await cluster.NodeAsync("etcd2")).State == NodeState.Paused
                && await Machine.HasRulesAsync((await cluster.NodeAsync("etcd1")).Pid), "both faults are in force");
    }
}
