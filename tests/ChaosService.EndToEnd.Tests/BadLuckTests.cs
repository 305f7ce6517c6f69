using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>The world breaks in ways that the experiment did not plan: clear errors, no false verdict, nothing left.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class BadLuckTests
{
    private const string Partition = "    - { kind: network-partition, at: 1s, for: 8s, on: { name: etcd1 }, from: peers }";

    [Fact]
    public async Task Engine_that_goes_away_in_mid_run_never_gives_valid_and_leaves_what_can_be_reverted_later()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var file = workspace.Write(
            "faults.yaml",
            AttachedCluster.Experiment("    - { kind: container-pause, at: 1s, for: 8s, on: { name: etcd1 } }", duration: "12s"));
        await using var engine = new EngineProxy(Path.Combine(workspace.Path, "docker.sock"));
        var environment =
            new Dictionary<string, string> { ["CHAOSSERVICE_NO_WATCHDOG"] = "1", ["DOCKER_HOST"] = $"unix://{engine.Socket}" };
        using var run = workspace.Start(environment, "run", file, "--out", workspace.Runs);
        await run.WaitForAsync("⚡ f1");

        await engine.DisposeAsync();

        Assert.Equal(69, await run.ExitCodeAsync());
        Assert.Contains("faults revert", run.Output);
        Assert.DoesNotContain("attached: valid", run.Output);
        Assert.Equal("etcd1 is Paused", await cluster.DamageAsync());
        Assert.Equal(0, (await workspace.RunAsync("faults", "revert")).ExitCode);
        Assert.Equal("", await cluster.DamageAsync());
    }

    [Fact]
    public async Task Engine_that_is_not_there_is_said_before_anything_is_touched()
    {
        await using var workspace = new Workspace();
        using var run = workspace.Start(
            new Dictionary<string, string> { ["DOCKER_HOST"] = $"unix://{workspace.Path}/nowhere.sock" }, "run",
            Repository.Experiment("etcd/leader-partition"));

        Assert.Equal(69, await run.ExitCodeAsync());
        Assert.Contains("nowhere.sock", run.Output);
    }

    [Fact]
    public async Task Node_that_vanishes_makes_the_verdict_unknown()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var run = workspace.Start(
            new Dictionary<string, string>(), "run", workspace.Write("faults.yaml", AttachedCluster.Experiment(Partition, duration: "12s")),
            "--out", workspace.Runs);
        await run.WaitForAsync("⚡ f1");

        await Machine.OutputAsync("docker", "rm", "--force", (await cluster.NodeAsync("etcd1")).ContainerId);

        Assert.Equal(2, await run.ExitCodeAsync());
        Assert.Contains("the target was not healthy again", run.Output);
        Assert.Equal("[]", await workspace.FaultsAsync());
    }

    [Fact]
    public async Task Full_disk_under_the_run_directory_makes_the_verdict_unknown_and_reverts_the_faults()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        Directory.CreateDirectory(workspace.Runs);
        await Machine.OutputAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", workspace.Runs);
        try
        {
            var result = await workspace.RunAsync(
                "run", workspace.Write("faults.yaml", AttachedCluster.Experiment(Partition, duration: "15s")), "--out", workspace.Runs);

            Assert.True(result.ExitCode == 2, $"exit {result.ExitCode}\n{result.Output}\n{result.Error}");
            Assert.Contains("No space left", result.Output + result.Error);
            Assert.Equal("", await cluster.DamageAsync());
            Assert.Equal("[]", await workspace.FaultsAsync());
        }
        finally
        {
            await Machine.OutputAsync("umount", workspace.Runs);
        }
    }

    [Fact]
    public async Task Target_that_does_not_come_up_names_the_service_and_leaves_nothing()
    {
        await using var workspace = new Workspace();
        workspace.Write("home/compose/broken/docker-compose.yaml", """
            version: "3.8"
            x-chaosservice: { database: etcd, nodes: { etcd: [etcd1] } }
            services:
              etcd1:
                image: debian:bookworm-slim
                command: [sh, -c, "echo the configuration is wrong; exit 3"]
                labels: { io.chaosservice.run: "${CHAOSSERVICE_RUN:-}" }
            """);
        var file = workspace.Write("broken.yaml", """
            apiVersion: chaosservice/v1
            kind: Experiment
            metadata: { name: broken }
            spec:
              target: broken
              duration: 5s
              load: [{ workload: register, clients: 2 }]
              checks: [linearizable]
            """);
        using var run = workspace.Start(
            new Dictionary<string, string> { ["CHAOSSERVICE_HOME"] = Path.Combine(workspace.Path, "home") }, "run", file, "--out",
            workspace.Runs);

        Assert.Equal(69, await run.ExitCodeAsync());
        Assert.Contains("etcd1", run.Output);
        Assert.Contains("the configuration is wrong", run.Output);
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
        Assert.Equal("[]", await workspace.FaultsAsync());
    }
}
