using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>A run that is stopped or killed in mid-fault leaves no fault behind.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class InterruptionTests
{
    private const string ThreeFaults = """
            - { kind: network-partition, at: 1s, for: 50s, on: { name: etcd1 }, from: peers }
            - { kind: container-pause, at: 1s, for: 50s, on: { name: etcd2 } }
            - { kind: disk-fill, at: 1s, for: 50s, on: { name: etcd3 }, percent: 90% }
        """;

    private static readonly Dictionary<string, string> Watched = [];
    private static readonly Dictionary<string, string> Unwatched = new() { ["CHAOSSERVICE_NO_WATCHDOG"] = "1" };

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Stopped_run_reverts_everything_before_it_ends(string signal)
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var run = await StartAsync(workspace, Unwatched);
        Assert.Equal(
            "etcd1 has rules, etcd2 is Paused, etcd2 has rules, etcd3 has rules, etcd3 has .chaosservice-fill",
            await KindsOfDamageAsync(cluster));

        await run.SignalAsync(signal);

        Assert.Equal(3, await run.ExitCodeAsync());
        Assert.Equal("", await cluster.DamageAsync());
        Assert.Equal("[]", await workspace.FaultsAsync());
        Assert.Contains("aborted: stopped by the user", run.Output);
    }

    [Fact]
    public async Task Killed_run_is_listed_and_reverted_by_command()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var run = await StartAsync(workspace, Unwatched);

        await run.SignalAsync("KILL");
        await run.ExitCodeAsync();
        Assert.NotEqual("", await cluster.DamageAsync());
        var listed = await workspace.RunAsync("faults", "list");
        Assert.Equal(3, listed.Output.Split("LEFT BEHIND").Length - 1);

        var reverted = await workspace.RunAsync("faults", "revert");

        Assert.True(reverted.ExitCode == 0, reverted.Output + reverted.Error);
        Assert.Equal("", await cluster.DamageAsync());
        Assert.Equal("[]", await workspace.FaultsAsync());
        Assert.Contains("nothing was left behind", (await workspace.RunAsync("faults", "revert")).Output);
    }

    [Fact]
    public async Task Killed_run_is_reverted_by_its_watchdog()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var run = await StartAsync(workspace, Watched);

        await run.SignalAsync("KILL");

        await Machine.UntilAsync(
            async () => await cluster.DamageAsync() == "" && await workspace.FaultsAsync() == "[]", "the watchdog reverts everything");
    }

    [Fact]
    public async Task Watchdog_tries_until_the_engine_is_back()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var socket = Path.Combine(workspace.Path, "docker.sock");
        var engine = new EngineProxy(socket);
        using var run = await StartAsync(workspace, new Dictionary<string, string> { ["DOCKER_HOST"] = $"unix://{socket}" });

        await engine.DisposeAsync();
        await run.SignalAsync("KILL");
        await run.WaitForEvenAfterItsEndAsync("could NOT revert");
        Assert.NotEqual("", await cluster.DamageAsync());

        await using var back = new EngineProxy(socket);
        await Machine.UntilAsync(
            async () => await cluster.DamageAsync() == "" && await workspace.FaultsAsync() == "[]", "the watchdog reverts everything");
    }

    [Fact]
    public async Task Killed_run_is_reverted_by_the_next_run_and_its_history_can_be_checked()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var run = await StartAsync(workspace, Unwatched);
        await run.SignalAsync("KILL");
        await run.ExitCodeAsync();
        var killed = Directory.GetDirectories(workspace.Runs).Single();

        var next = await workspace.RunAsync(
            "run", workspace.Write("calm.yaml", AttachedCluster.Experiment("    []", duration: "5s")), "--out", workspace.Runs);

        Assert.True(next.ExitCode == 0, next.Output + next.Error);
        Assert.Contains("reverted what run", next.Output);
        Assert.Equal("", await cluster.DamageAsync());
        var check = await workspace.RunAsync("check", Path.Combine(killed, "history.jsonl.gz"));
        Assert.Equal(2, check.ExitCode);
        Assert.Contains("linearizable", check.Output);
    }

    [Fact]
    public async Task Second_run_on_the_same_target_is_refused_naming_the_first()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var first = await StartAsync(workspace, Unwatched);
        var firstRun = Path.GetFileName(Directory.GetDirectories(workspace.Runs).Single());

        var second =
            await workspace.RunAsync("run", Path.Combine(workspace.Path, "faults.yaml"), "--out", Path.Combine(workspace.Path, "second"));

        Assert.Equal(69, second.ExitCode);
        Assert.Contains($"target '{AttachedCluster.Project}' is held by run {firstRun} (process {first.Pid}", second.Error);
        await first.SignalAsync("TERM");
        Assert.Equal(3, await first.ExitCodeAsync());
    }

    [Fact]
    public async Task Run_with_another_state_directory_is_refused_naming_the_first_until_that_is_killed()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        await using var elsewhere = new Workspace();
        using var first = await StartAsync(workspace, Unwatched);
        var firstRun = Path.GetFileName(Directory.GetDirectories(workspace.Runs).Single());
        var calm = elsewhere.Write("calm.yaml", AttachedCluster.Experiment("    []", duration: "5s"));

        var second = await elsewhere.RunAsync("run", calm, "--out", elsewhere.Runs);
        Assert.Equal(69, second.ExitCode);
        Assert.Contains($"target '{AttachedCluster.Project}' is held by run {firstRun} (process {first.Pid}", second.Error);

        await first.SignalAsync("KILL");
        await first.ExitCodeAsync();
        await workspace.RunAsync("faults", "revert");
        var third = await elsewhere.RunAsync("run", calm, "--out", elsewhere.Runs);
        Assert.True(third.ExitCode == 0, third.Output + third.Error);
        Assert.Equal("", await Machine.OutputAsync(
            "docker", "volume", "ls", "-q", "--filter", $"label=io.chaosservice.hold={AttachedCluster.Project}"));
    }

    private static async Task<ChaosctlProcess> StartAsync(Workspace workspace, IReadOnlyDictionary<string, string> environment)
    {
        var file = workspace.Write("faults.yaml", AttachedCluster.Experiment(ThreeFaults));
        var run = workspace.Start(environment, "run", file, "--out", workspace.Runs);
        foreach (var fault in new[] { "f1", "f2", "f3" }) await run.WaitForAsync($"⚡ {fault}");
        return run;
    }

    /// <summary>The fill file's name ends with the run's id, which differs.</summary>
    private static async Task<string> KindsOfDamageAsync(AttachedCluster cluster) =>
        string.Join(", ", (await cluster.DamageAsync()).Split(", ").Select(d => d.Contains(
            ".chaosservice-fill", StringComparison.Ordinal) ? d[..(d.IndexOf(".chaosservice-fill", StringComparison.Ordinal) + 18)] : d));
}
