using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Flap;
using ChaosService.Faults.Network.State;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class FlapTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly FlapParameters Flapping = new(new(PeerChoice.Peers, Direction.Both), Second, Second, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Flapping_is_proven_down_and_up_and_ends_up()
    {
        await using var fault = small.Fault("f1", "network-flap", Flapping, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Matches(
            @"down \(asked 1 s ± 0, was 1(\.\d+)? s\): n1 → n2:7000 no answer in 300 ms.*up: n1 → n2:7000 answers in", effect.Evidence);
        // It goes on: down again after the proof.
        await SmallCluster.UntilAsync(async () => (await small.RulesAsync()).Contains("comment \"f1\""), "the links are down again");

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Flapping_that_somebody_took_away_is_not_seen()
    {
        var slow = Flapping with { Down = 6 * Second };
        await using var fault = small.Fault("f1", "network-flap", slow, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        foreach (var name in SmallCluster.Names) await small.InNetworkAsync(name, "nft", "delete", "table", "inet", "chaosservice");
        var effect = await fault.ObserveEffectAsync(Stop);
        Assert.False(effect.Seen, effect.Evidence);
        Assert.StartsWith("down: ", effect.Evidence);
        await fault.RevertAsync(Stop);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recipe_that_is_carried_out_ends_it_for_good(bool overItsHead)
    {
        var fault = small.Fault("f1", "network-flap", Flapping, "n1");
        await using var other = small.Fault("f2", "network-partition", Flapping.Cut, "n2");
        var recipe = await fault.PrepareAsync(Stop);
        await other.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await other.InjectAsync(Stop);
        Assert.Contains("comment \"f1\"", await small.RulesAsync());
        // A process that is dead flaps no more.
        if (!overItsHead) await fault.DisposeAsync();

        await (overItsHead ? small.Kinds : small.NewLife())[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        await Task.Delay(1.5 * Second, TimeProvider.System, Stop);
        var rules = await small.RulesAsync();
        Assert.DoesNotContain("comment \"f1\"", rules);
        Assert.Contains("comment \"f2\"", rules);
        await fault.RevertAsync(Stop);
        await other.RevertAsync(Stop);
        await fault.DisposeAsync();
        Assert.Empty(await small.RulesAsync());
    }
}
