using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class ContainerTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly KillParameters Kill = new("KILL", TimeSpan.FromSeconds(3));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_is_proven_and_the_node_runs_again()
    {
        await using var fault = small.Fault("f1", "container-kill", Kill, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Contains("exited with 137", effect.Evidence);

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
    }

    [Fact]
    public async Task Signal_that_the_node_does_not_mind_has_no_effect()
    {
        // The first process of a container ignores signals that it has no handler for.
        await using var fault = small.Fault("f1", "container-kill", Kill with { Signal = "USR1" }, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Pause_is_proven_and_the_node_runs_again()
    {
        await using var fault = small.Fault("f1", "container-pause", new PauseParameters(), "n1", "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
    }

    [Fact]
    public async Task Node_that_another_kill_holds_down_stays_down_until_the_last()
    {
        await using var first = small.Fault("f1", "container-kill", Kill, "n1");
        await using var second = small.Fault("f2", "container-kill", Kill, "n1");
        await first.PrepareAsync(Stop);
        await first.InjectAsync(Stop);
        await second.PrepareAsync(Stop);
        await second.InjectAsync(Stop);
        await first.RevertAsync(Stop);
        Assert.Equal(NodeState.Exited, (await small.NodeAsync("n1")).State);
        Assert.Equal(new Proof(true, "n1 is still held down by f2"), await first.ObserveRecoveryAsync(Stop));

        await second.RevertAsync(Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
    }

    [Fact]
    public async Task Node_killed_in_its_pause_is_paused_again_when_it_starts()
    {
        await using var pause = small.Fault("f1", "container-pause", new PauseParameters(), "n1");
        await using var kill = small.Fault("f2", "container-kill", Kill, "n1");
        await pause.PrepareAsync(Stop);
        await pause.InjectAsync(Stop);
        await kill.PrepareAsync(Stop);
        await kill.InjectAsync(Stop);
        Assert.True((await kill.ObserveEffectAsync(Stop)).Seen);
        await kill.RevertAsync(Stop);
        Assert.Equal(NodeState.Paused, (await small.NodeAsync("n1")).State);

        await pause.RevertAsync(Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
    }

    [Fact]
    public async Task Node_killed_in_its_partition_is_cut_off_when_it_starts()
    {
        await using var cut = small.Fault("f1", "network-partition", new PartitionParameters(PeerChoice.Peers, Direction.Both), "n1");
        await using var kill = small.Fault("f2", "container-kill", Kill, "n1");
        await cut.PrepareAsync(Stop);
        await cut.InjectAsync(Stop);
        await kill.PrepareAsync(Stop);
        await kill.InjectAsync(Stop);
        var whileDown = await cut.ObserveEffectAsync(Stop);
        output.WriteLine(whileDown.Evidence);
        Assert.True(whileDown.Seen, whileDown.Evidence);

        await kill.RevertAsync(Stop);
        await SmallCluster.UntilAsync(
            async () => (await small.InNetworkAsync("n1", "nft", "list", "ruleset")).Contains("\"f1\""), "n1 is cut off");
        await cut.RevertAsync(Stop);
        Assert.True((await cut.ObserveRecoveryAsync(Stop)).Seen);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Leftover_kill_and_pause_are_brought_back_by_a_new_life()
    {
        var kill = small.Fault("f1", "container-kill", Kill, "n1");
        var pause = small.Fault("f2", "container-pause", new PauseParameters(), "n2");
        var recipes = new[] { await kill.PrepareAsync(Stop), await pause.PrepareAsync(Stop) };
        await kill.InjectAsync(Stop);
        await pause.InjectAsync(Stop);

        var later = small.NewLife();
        foreach (var recipe in recipes) await later[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n2")).State);
        await kill.RevertAsync(Stop);
        await pause.RevertAsync(Stop);
    }

    [Fact]
    public async Task Pause_of_a_node_that_somebody_else_paused_is_refused()
    {
        var node = await small.NodeAsync("n3");
        await small.Docker.Containers.PauseContainerAsync(node.ContainerId, Stop);
        try
        {
            await using var fault = small.Fault("f1", "container-pause", new PauseParameters(), "n3");
            var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
            Assert.StartsWith("n3 is paused already, and not by a fault", refusal.Message);
        }
        finally
        {
            await small.Docker.Containers.UnpauseContainerAsync(node.ContainerId, Stop);
        }
    }
}
