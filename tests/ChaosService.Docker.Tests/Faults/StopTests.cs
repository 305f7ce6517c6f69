using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Container.Restart;
using ChaosService.Faults.Container.Stop;
using ChaosService.Faults.Process;
using ChaosService.Faults.Process.Kill;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Nodes and processes that are ended with time, or only in part.</summary>
[Trait("needs", "docker")]
public sealed class StopTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly StopParameters Quick = new(TimeSpan.FromSeconds(1));
    private static readonly ProcessKillParameters Worker = new("worker", "KILL", ComesBack: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_lets_the_node_end_by_itself_and_the_node_runs_again()
    {
        await using var fault = small.Fault("f1", "container-stop", new StopParameters(TimeSpan.FromSeconds(10)), "n1");
        await fault.PrepareAsync(Stop);
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        Assert.StartsWith("n1 exited with 0, ", (await SeenAsync(fault.ObserveEffectAsync)).Evidence);
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.StartsWith("n1 is running again", (await SeenAsync(fault.ObserveRecoveryAsync)).Evidence);
    }

    [Fact]
    public async Task Node_that_does_not_end_in_its_grace_is_killed()
    {
        var node = await small.NodeAsync("n2");
        await SmallCluster.DockerAsync("kill", "--signal", "HUP", node.ContainerId);
        await SmallCluster.UntilAsync(
            () => Task.FromResult(File.ReadLines($"/proc/{node.Pid}/status").Any(IgnoresTerm)), "n2 ignores SIGTERM");
        await using var fault = small.Fault("f1", "container-stop", Quick, "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var evidence = (await SeenAsync(fault.ObserveEffectAsync)).Evidence;
        Assert.Matches("^n2 exited with 137, [0-9]+ ms after it was asked to end, by SIGKILL", evidence);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Stop_kill_and_pause_on_one_node_end_one_by_one()
    {
        await using var pause = small.Fault("f1", "container-pause", new PauseParameters(), "n1");
        await using var stop = small.Fault("f2", "container-stop", Quick, "n1");
        await using var kill = small.Fault("f3", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(3)), "n1");
        foreach (var fault in new[] { pause, stop, kill })
        {
            await fault.PrepareAsync(Stop);
            await fault.InjectAsync(Stop);
            Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        }
        await stop.RevertAsync(Stop);
        Assert.Equal("n1 is still held down by f3", (await stop.ObserveRecoveryAsync(Stop)).Evidence);
        await kill.RevertAsync(Stop);
        Assert.Equal(NodeState.Paused, (await small.NodeAsync("n1")).State);
        await pause.RevertAsync(Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
    }

    [Fact]
    public async Task Restart_ends_the_node_and_starts_it_as_another_process()
    {
        var before = (await small.NodeAsync("n3")).Pid;
        await using var fault = small.Fault("f1", "container-restart", new RestartParameters(TimeSpan.FromSeconds(5)), "n3");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.Contains($"pid {before}", (await SeenAsync(fault.ObserveEffectAsync)).Evidence);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        Assert.NotEqual(before, (await small.NodeAsync("n3")).Pid);
    }

    [Theory]
    [InlineData("container-stop")]
    [InlineData("container-restart")]
    public async Task Leftover_is_started_by_a_new_life(string kind)
    {
        var fault = small.Fault(
            "f1", kind, kind == "container-stop" ? Quick : new RestartParameters(TimeSpan.FromSeconds(1)), "n3");
        var recipe = await fault.PrepareAsync(Stop);
        Assert.Equal((kind, "start n3"), (recipe.Kind, recipe.Description));
        await fault.InjectAsync(Stop);
        await small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n3")).State);
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Process_is_gone_and_another_one_of_its_name_runs_while_the_node_stays()
    {
        var before = (await small.NodeAsync("n1")).Pid;
        await using var fault = small.Fault("f1", "process-kill", Worker, "n1");
        await fault.PrepareAsync(Stop);
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        Assert.StartsWith("worker of n1 is gone after SIGKILL (pid ", (await SeenAsync(fault.ObserveEffectAsync)).Evidence);
        await fault.RevertAsync(Stop);
        Assert.StartsWith("worker of n1 runs again (pid ", (await SeenAsync(fault.ObserveRecoveryAsync)).Evidence);
        Assert.Equal(before, (await small.NodeAsync("n1")).Pid);
    }

    [Fact]
    public async Task Process_that_nobody_starts_again_is_said_to_be_gone()
    {
        await SmallCluster.DockerAsync("exec", "-d", (await small.NodeAsync("n2")).ContainerId, "sleep", "600");
        await SmallCluster.UntilAsync(async () => NamesIn((await small.NodeAsync("n2")).Pid).Contains("sleep"), "sleep runs");
        await using var fault = small.Fault("f1", "process-kill", Worker with { Process = "sleep", ComesBack = false }, "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        var recovery = await SeenAsync(fault.ObserveRecoveryAsync);
        Assert.Equal(new Proof(true, "n2 is running; nobody is expected to start sleep again"), recovery);
        await using var expected = small.Fault("f2", "process-kill", Worker with { Process = "sleep" }, "n2");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => expected.PrepareAsync(Stop));
        Assert.StartsWith("n2 has no process sleep; it has ", refusal.Message);
    }

    [Fact]
    public async Task Signal_that_the_process_ignores_is_not_seen_to_act_and_the_first_process_is_refused()
    {
        var node = await small.NodeAsync("n2");
        await SmallCluster.DockerAsync("exec", "-d", node.ContainerId, "sh", "-c", "trap '' TERM; exec sleep 601");
        await SmallCluster.UntilAsync(() => Task.FromResult(NamesIn(node.Pid).Contains("sleep")), "sleep runs");
        await using var fault = small.Fault("f1", "process-kill", Worker with { Process = "sleep", Signal = "TERM" }, "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await SeenAsync(fault.ObserveEffectAsync);
        Assert.False(effect.Seen);
        Assert.StartsWith("sleep of n2 still runs after SIGTERM (pid ", effect.Evidence);
        await fault.RevertAsync(Stop);
        await small.RestartAsync("n2");

        await using var first = small.Fault("f2", "process-kill", Worker with { Process = "perl" }, "n2");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => first.PrepareAsync(Stop));
        Assert.StartsWith("perl is the first process of n2", refusal.Message);
    }

    /// <summary>Bit 14 of the mask of ignored signals.</summary>
    private static bool IgnoresTerm(string line) =>
        line.StartsWith("SigIgn:", StringComparison.Ordinal) && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 0x4000) != 0;

    private static IEnumerable<string> NamesIn(int pid) => NodeProcess.Of(pid).Select(p => p.Name);

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
