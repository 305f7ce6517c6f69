using ChaosService.Faults.Container.CrashLoop;
using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Pause;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Nodes that end soon after each start.</summary>
[Trait("needs", "docker")]
public sealed class CrashLoopTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly CrashLoopParameters Quick = new("KILL", TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loop_ends_the_node_more_than_once_and_lets_it_run_at_the_end()
    {
        await using var fault = small.Fault("f1", "container-crash-loop", Quick, "n1");
        await fault.PrepareAsync(Stop);
        var nothing = await SeenAsync(fault.ObserveEffectAsync);
        Assert.Equal(
            new Proof(false, "n1 ended 0 times after SIGKILL, asked 2 at least, 400ms apart"), nothing);
        await fault.InjectAsync(Stop);
        var effect = await SeenAsync(fault.ObserveEffectAsync);
        Assert.True(effect.Seen);
        Assert.StartsWith("n1 ended 2 times (SIGKILL, exited with 137, pids ", effect.Evidence);
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Signal_that_the_node_does_not_mind_makes_no_loop()
    {
        await using var fault = small.Fault("f1", "container-crash-loop", Quick with { Signal = "USR1" }, "n1");
        await fault.PrepareAsync(Stop);
        var injecting = fault.InjectAsync(Stop);
        await injecting;
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Node_that_somebody_starts_in_its_pause_is_ended_again()
    {
        await using var fault = small.Fault("f1", "container-crash-loop", Quick with { Pause = TimeSpan.FromSeconds(10) }, "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.Docker.Containers.StartContainerAsync((await small.NodeAsync("n2")).ContainerId, cancellationToken: Stop);
        await SmallCluster.UntilAsync(async () => (await small.NodeAsync("n2")).State == NodeState.Exited, "n2 is down again");
        await fault.RevertAsync(Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n2")).State);
    }

    [Fact]
    public async Task Loop_starts_nothing_that_a_kill_holds_down_and_a_pause_stays_over_it()
    {
        await using var pause = small.Fault("f1", "container-pause", new PauseParameters(), "n3");
        await using var loop = small.Fault("f2", "container-crash-loop", Quick, "n3");
        await using var kill = small.Fault("f3", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(3)), "n3");
        foreach (var fault in new[] { pause, loop, kill })
        {
            await fault.PrepareAsync(Stop);
            await fault.InjectAsync(Stop);
        }
        await Task.Delay((Quick.Up + Quick.Pause) * 2, Stop);
        Assert.Equal(NodeState.Exited, (await small.NodeAsync("n3")).State);
        await kill.RevertAsync(Stop);
        await SmallCluster.UntilAsync(async () => (await small.NodeAsync("n3")).State == NodeState.Paused, "n3 is up, and paused");
        await loop.RevertAsync(Stop);
        Assert.Equal(NodeState.Paused, (await small.NodeAsync("n3")).State);
        await pause.RevertAsync(Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n3")).State);
    }

    [Fact]
    public async Task Leftover_is_started_by_a_new_life()
    {
        await using var fault = small.Fault("f1", "container-crash-loop", Quick with { Pause = TimeSpan.FromSeconds(10) }, "n1");
        var recipe = await fault.PrepareAsync(Stop);
        Assert.Equal(("container-crash-loop", "start n1"), (recipe.Kind, recipe.Description));
        await fault.InjectAsync(Stop);
        // Its loop dies with a process.
        await fault.DisposeAsync();
        await small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
    }

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
