using System.Text.Json;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>Targets that chaosctl brings up: kept ones, one that is taken away, and the one of the shipped soak.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.OwnTargets)]
public sealed class OwnTargetTests
{
    private const string Partition = "    - { kind: network-partition, at: 2s, for: 3s, on: { name: etcd2 }, from: peers }";

    [Fact]
    public async Task Kept_target_is_used_by_a_run_outlives_the_service_and_goes_down()
    {
        await using var workspace = new Workspace();
        using var first = await Daemon.StartAsync(workspace);
        var file = workspace.Write("kept.yaml", Experiment(Partition, duration: "8s"));
        Daemon? next = null;
        try
        {
            var up = await workspace.RunAsync("targets", "up", "etcd", "--server", first.Server);
            Assert.True(up.ExitCode == 0, up.Output + up.Error);
            Assert.Contains("kept up since", up.Output);
            var containers = await KeptContainersAsync();
            Assert.Equal(3, containers.Split('\n').Length);

            await workspace.RunAsync("apply", "-f", file, "--server", first.Server);
            var run = await workspace.RunAsync("trigger", "attached", "--wait", "--server", first.Server);
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
            Assert.Equal(containers, await KeptContainersAsync());

            await first.Process.SignalAsync("KILL");
            await first.Process.ExitCodeAsync();
            next = await Daemon.StartAsync(workspace);
            var shown = await workspace.RunAsync("targets", "show", "etcd", "--server", next.Server);
            Assert.StartsWith("etcd: healthy", shown.Output);
            Assert.Contains("kept up since", shown.Output);
            Assert.Equal(containers, await KeptContainersAsync());
        }
        finally
        {
            var down = await workspace.RunAsync("targets", "down", "etcd", "--server", (next ?? first).Server);
            Assert.True(down.ExitCode == 0, down.Error);
            next?.Dispose();
        }
        Assert.Equal("", await KeptContainersAsync());
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
    }

    [Fact]
    public async Task Target_that_is_taken_away_in_mid_run_ends_the_run_and_the_next_one_brings_up_its_own()
    {
        await using var workspace = new Workspace();
        using var service = await Daemon.StartAsync(workspace);
        await service.ApplyAsync("""
            apiVersion: chaosservice/v1
            kind: Experiment
            metadata: { name: own }
            spec:
              target: etcd
              duration: 5s
              load: [{ workload: register, clients: 4, rate: 100/s }]
              checks: [linearizable]
            """);
        await service.ApplyAsync((await service.SendAsync(HttpMethod.Get, "/api/v1/experiments/own")).Text
            .Replace("name: own", "name: long").Replace("5s", "120s"));
        var run = await service.TriggerAsync("long");
        await RunJournal.UntilAsync(workspace, run, lines => lines.Any(l => l.Contains("load and faults", StringComparison.Ordinal)));

        var containers = (await Machine.OutputAsync("docker", "ps", "--quiet", "--filter", $"label=io.chaosservice.run={run}")).Split('\n');
        Assert.Equal(3, containers.Length);
        await Machine.OutputAsync("docker", ["rm", "--force", .. containers]);

        var end = await service.EndOfAsync(run);
        Assert.StartsWith("aborted ", end);
        Assert.Contains("the target is gone: every container of 'chaosservice-etcd' was removed", end);
        Assert.StartsWith("finished valid 0", await service.EndOfAsync(await service.TriggerAsync("own")));
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
    }

    [Fact]
    public async Task Terminal_that_closes_in_mid_fault_leaves_nothing_of_the_target()
    {
        await using var workspace = new Workspace();
        using var terminal = Terminal.Open();
        var file = workspace.Write("own.yaml", Experiment(Partition.Replace("for: 3s", "for: 50s"), duration: "60s"));
        var unwatched = new Dictionary<string, string> { ["TERM"] = "xterm", ["CHAOSSERVICE_NO_WATCHDOG"] = "1" };
        using var run = workspace.StartBy(terminal.Script, unwatched, "run", file, "--out", workspace.Runs);
        await terminal.WaitForAsync("⚡ f1");
        Assert.NotEqual("", await Machine.LeftoversAsync(workspace));

        terminal.Close();

        Assert.Equal(3, await run.ExitCodeAsync());
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
        Assert.Equal("[]", await workspace.FaultsAsync());
    }

    [Fact]
    public async Task Shipped_soak_cut_short_is_valid_but_for_the_trend_that_it_is_too_short_for()
    {
        await using var workspace = new Workspace();

        var result = await workspace.RunAsync(
            "run", Repository.Experiment("etcd/soak"), "--set", "spec.duration=40s", "--set", "spec.soak.window=20s", "--set",
            "spec.soak.keep=1", "--out", workspace.Runs, "--json");

        Assert.True(result.ExitCode == 2, $"exit {result.ExitCode}\n{result.Error}\n{result.Output}");
        var run = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(["resource-trend"], run.GetProperty("checks").EnumerateArray()
            .Where(c => c.GetProperty("outcome").GetString() != "valid").Select(c => c.GetProperty("check").GetString()));
        Assert.Equal([false, true], run.GetProperty("windows").EnumerateArray().Select(w => w.GetProperty("kept").GetBoolean()));
        var directory = run.GetProperty("directory").GetString()!;
        var again = await workspace.RunAsync("check", Path.Combine(directory, "windows", "0002"));
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.Matches("carried-over +valid", again.Output);
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
    }

    /// <summary>On a target that the run brings up.</summary>
    private static string Experiment(string faults, string duration) => AttachedCluster.Experiment(faults, duration)
        .Replace($"{{ attach: {AttachedCluster.Project}, database: etcd, nodes: [etcd1, etcd2, etcd3] }}", "etcd");

    private static Task<string> KeptContainersAsync() =>
        Machine.OutputAsync("docker", "ps", "--quiet", "--no-trunc", "--filter", "label=com.docker.compose.project=chaosservice-etcd");
}
