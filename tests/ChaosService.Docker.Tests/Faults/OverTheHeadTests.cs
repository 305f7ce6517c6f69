using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Delay;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>One fault's recipe is carried out while its run goes on: what the run's other faults do stays.</summary>
[Trait("needs", "docker")]
public sealed class OverTheHeadTests(SmallCluster small) : IClassFixture<SmallCluster>
{
    private static readonly PartitionParameters FromN3 = new(new(PeerScope.Names, ["n3"]), Direction.Both);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Partition_and_delay_of_others_stay(bool bySameProcess)
    {
        await using var cut = small.Fault("f1", "network-partition", FromN3, "n1");
        await using var otherCut = small.Fault("f2", "network-partition", FromN3, "n2");
        await using var delay = small.Fault("f3", "network-delay", Slow(20), "n2");
        await using var otherDelay = small.Fault("f4", "network-delay", Slow(40), "n2");
        var recipe = await cut.PrepareAsync(Stop);
        await otherCut.PrepareAsync(Stop);
        await delay.PrepareAsync(Stop);
        var delayRecipe = await otherDelay.PrepareAsync(Stop);
        foreach (var fault in new[] { cut, otherCut, delay, otherDelay }) await fault.InjectAsync(Stop);

        var kinds = bySameProcess ? small.Kinds : small.NewLife();
        await kinds[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        var rules = await small.RulesAsync();
        Assert.DoesNotContain("comment \"f1\"", rules);
        Assert.Contains("comment \"f2\"", rules);
        Assert.Contains("CHAOSSERVICE", rules);
        if (bySameProcess)
        {
            await kinds[delayRecipe.Kind].RevertLeftoverAsync(delayRecipe, Stop);
            var effect = await delay.ObserveEffectAsync(Stop);
            Assert.True(effect.Seen, effect.Evidence);
            Assert.Contains("through 20ms", effect.Evidence);
        }
        foreach (var fault in new[] { cut, otherCut, delay, otherDelay }) await fault.RevertAsync(Stop);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Node_that_another_fault_holds_down_or_paused_stays_so()
    {
        await using var pause = small.Fault("f1", "container-pause", new PauseParameters(), "n1");
        await using var kill = small.Fault("f2", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(3)), "n1");
        await using var fill = small.Fault("f3", "disk-fill", new FillParameters(0.9, null, null), "n1");
        var fillRecipe = await fill.PrepareAsync(Stop);
        await fill.InjectAsync(Stop);
        var pauseRecipe = await pause.PrepareAsync(Stop);
        await pause.InjectAsync(Stop);
        var killRecipe = await kill.PrepareAsync(Stop);
        await kill.InjectAsync(Stop);

        await small.Kinds[fillRecipe.Kind].RevertLeftoverAsync(fillRecipe, Stop);
        Assert.Equal(NodeState.Exited, (await small.NodeAsync("n1")).State);
        await small.Kinds[killRecipe.Kind].RevertLeftoverAsync(killRecipe, Stop);
        Assert.Equal(NodeState.Paused, (await small.NodeAsync("n1")).State);
        await small.Kinds[pauseRecipe.Kind].RevertLeftoverAsync(pauseRecipe, Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
        foreach (var fault in new[] { fill, pause, kill }) await fault.RevertAsync(Stop);
    }

    private static DelayParameters Slow(int ms) => new(TimeSpan.FromMilliseconds(ms), TimeSpan.Zero, PeerChoice.Peers, Direction.Outbound);
}
