using ChaosService.EndToEnd.Tests.Running;
using ChaosService.Model.Clusters;

namespace ChaosService.EndToEnd.Tests;

/// <summary>The service as a user has it: started once, then driven by the command line over HTTP.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class ServiceTests
{
    private const string ShortPartition = "    - { kind: network-partition, at: 2s, for: 3s, on: { name: etcd2 }, from: peers }";

    private const string LongFaults = """
            - { kind: network-partition, at: 1s, for: 50s, on: { name: etcd1 }, from: peers }
            - { kind: container-pause, at: 1s, for: 50s, on: { name: etcd2 } }
        """;

    // What comes over the network may attach only to what the service's configuration names.
    private static readonly Dictionary<string, string> Unwatched =
        new() { ["CHAOSSERVICE_NO_WATCHDOG"] = "1", ["CHAOSSERVICE__ATTACHABLEPROJECTS"] = AttachedCluster.Project };
    private static readonly TimeSpan HaltLimit = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Applied_experiment_is_triggered_and_its_verdict_is_the_exit_code()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var service = await ServeAsync(workspace);
        var server = Address(service);
        var file = workspace.Write("experiments/attached.yaml", AttachedCluster.Experiment(ShortPartition, duration: "10s"));

        var applied = await workspace.RunAsync("apply", "-f", Path.GetDirectoryName(file)!, "--server", server);
        var run = await workspace.RunAsync("--server", server, "trigger", "attached", "--wait", "--seed", "3");
        var runs = await workspace.RunAsync("runs", "--server", server);

        Assert.Contains("attached: created", applied.Output);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("⚡ f1 network-partition etcd2 in force", run.Output);
        Assert.Contains("attached: valid", run.Output);
        Assert.Contains("attached", runs.Output);
        Assert.Equal("", await cluster.DamageAsync());

        await service.SignalAsync("TERM");
        Assert.Equal(0, await service.ExitCodeAsync());
    }

    [Fact]
    public async Task Halt_in_mid_fault_leaves_a_healthy_cluster_within_seconds()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var service = await ServeAsync(workspace);
        var server = Address(service);
        using var http = new HttpClient();
        await BreakAsync(workspace, server, cluster);

        var started = TimeProvider.System.GetTimestamp();
        using var halt = await http.PostAsync($"{server}/api/v1/halt", null, TestContext.Current.CancellationToken);
        foreach (var node in new[] { "etcd1", "etcd2", "etcd3" })
            await Machine.UntilAsync(() => cluster.TakesWriteAsync(node), $"{node} takes a write");
        var took = TimeProvider.System.GetElapsedTime(started);

        TestContext.Current.TestOutputHelper?.WriteLine($"from the halt to a write on every node: {took.TotalSeconds:0.00} s");
        Assert.True(took < HaltLimit, $"from the halt to a write on every node: {took}");
        Assert.Equal("", await cluster.DamageAsync());
        Assert.Contains("\"stillActive\":[]", await halt.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var refused = await workspace.RunAsync("trigger", "attached", "--server", server);
        Assert.Equal(69, refused.ExitCode);
        Assert.Contains("halted", refused.Error);
        Assert.Equal(0, (await workspace.RunAsync("resume", "--server", server)).ExitCode);
        Assert.Equal(0, (await workspace.RunAsync("trigger", "attached", "--server", server)).ExitCode);
    }

    [Fact]
    public async Task Killed_service_reverts_on_its_next_start_and_tells_which_run_was_interrupted()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var first = await ServeAsync(workspace);
        await BreakAsync(workspace, Address(first), cluster);

        var second = await workspace.RunAsync("serve", "--address", "127.0.0.1:0", "--out", workspace.Runs);
        await first.SignalAsync("KILL");
        await first.ExitCodeAsync();
        Assert.NotEqual("", await cluster.DamageAsync());
        using var next = await ServeAsync(workspace);

        Assert.Equal(69, second.ExitCode);
        Assert.Contains($"process {first.Pid}, since", second.Error);
        Assert.Equal("", await cluster.DamageAsync());
        var runs = await workspace.RunAsync("runs", "--server", Address(next));
        Assert.Contains("interrupted", runs.Output);
        var check = await workspace.RunAsync("check", Path.Combine(Directory.GetDirectories(workspace.Runs).Single(), "history.jsonl.gz"));
        Assert.Contains("linearizable", check.Output);
    }

    [Fact]
    public async Task Experiment_with_a_cron_of_every_quarter_of_a_minute_runs_twice_by_itself()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var service = await ServeAsync(workspace);
        var experiment = AttachedCluster.Experiment(ShortPartition, duration: "7s") + "\n  schedule: { cron: \"0/15 * * * * ?\" }\n";

        var applied = await workspace.RunAsync("apply", "-f", workspace.Write("attached.yaml", experiment), "--server", Address(service));
        Assert.Contains("attached: created", applied.Output);
        var runs = "";
        for (var wanted = 1; wanted <= 2; wanted++)
        {
            // Each within a limit of its own: the next quarter of a minute, and the run.
            await Machine.UntilAsync(
                async () => (runs = await RunsAsync()).Split('\n').Count(l => l.Length > 0) >= wanted, $"firing {wanted}",
                TimeSpan.FromSeconds(75));
            await Machine.UntilAsync(
                async () => (runs = await RunsAsync()).Split('\n').Count(l => l.Contains("finished", StringComparison.Ordinal)) >= wanted,
                $"the verdict of run {wanted}");
        }

        // On a slow machine the third has begun.
        var finished = runs.Split('\n').Where(l => l.Contains("finished", StringComparison.Ordinal));
        Assert.All(finished, line => Assert.Matches("^[0-9]{8}-[0-9]{6}-attached-.*finished +valid .*schedule attached", line));
        Assert.Equal("", await cluster.DamageAsync());

        async Task<string> RunsAsync() =>
            (await workspace.RunAsync("runs", "--server", Address(service))).Output.Trim() is var text
                && text.StartsWith("no runs", StringComparison.Ordinal) ? "" : text;
    }

    private static async Task BreakAsync(Workspace workspace, string server, AttachedCluster cluster)
    {
        await workspace.RunAsync(
            "apply", "-f", workspace.Write("attached.yaml", AttachedCluster.Experiment(LongFaults)), "--server", server);
        await workspace.RunAsync("trigger", "attached", "--server", server);
        await Machine.UntilAsync(
            async () => (await cluster.NodeAsync("etcd2")).State == NodeState.Paused
                && await Machine.HasRulesAsync((await cluster.NodeAsync("etcd1")).Pid), "both faults are in force");
    }

    private static async Task<ChaosctlProcess> ServeAsync(Workspace workspace)
    {
        var service = workspace.Start(Unwatched, "serve", "--address", "127.0.0.1:0", "--out", workspace.Runs);
        await service.WaitForAsync("chaosservice is ready at");
        return service;
    }

    private static string Address(ChaosctlProcess service) => service.Output.Split("ready at ")[1].Split(' ')[0];
}
