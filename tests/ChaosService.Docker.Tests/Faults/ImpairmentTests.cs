using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Bandwidth;
using ChaosService.Faults.Network.Corrupt;
using ChaosService.Faults.Network.Delay;
using ChaosService.Faults.Network.Duplicate;
using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.Loss;
using ChaosService.Faults.Network.Reorder;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Loss, rate, duplicates, damage and order on real containers, by the backend that this machine has.</summary>
[Trait("needs", "docker")]
public sealed class ImpairmentTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly PeerChoice ToN2 = new(PeerScope.Names, ["n2"]);

    private static readonly Dictionary<string, (string Kind, ImpairmentParameters Parameters)> Faults = new()
    {
        ["loss"] = ("network-loss", new LossParameters(PacketLoss.Random(0.2), PeerChoice.Peers, Direction.Outbound)),
        ["loss in bursts"] = ("network-loss", new LossParameters(new(0.05, 0.3, 1, 0), ToN2, Direction.Outbound)),
        ["loss to everyone, both ways"] =
            ("network-loss", new LossParameters(PacketLoss.Random(0.1), PeerChoice.Everyone, Direction.Both)),
        ["bandwidth"] = ("network-bandwidth", new BandwidthParameters(4_000_000, Ms(100), PeerChoice.Peers, Direction.Outbound)),
        ["duplicate"] = ("network-duplicate", new DuplicateParameters(0.15, ToN2, Direction.Outbound)),
        ["duplicate to everyone"] = ("network-duplicate", new DuplicateParameters(0.15, PeerChoice.Everyone, Direction.Outbound)),
        ["corrupt"] = ("network-corrupt", new CorruptParameters(0.1, ToN2, Direction.Outbound)),
        ["reorder"] = ("network-reorder", new ReorderParameters(0.25, Ms(20), 1, ToN2, Direction.Outbound)),
        ["reorder with a gap"] = ("network-reorder", new ReorderParameters(0.5, Ms(20), 5, ToN2, Direction.Outbound)),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Impairment_is_as_asked_for_and_leaves_nothing(string name)
    {
        await using var fault = await InjectedAsync(name, "f1");
        await SeenAsync(fault);
        await fault.RevertAsync(Stop);
        await RecoveredAsync(fault);
        Assert.Empty(await small.RulesAsync());
    }

    [Theory]
    [InlineData("loss")]
    [InlineData("bandwidth")]
    public async Task Impairment_whose_rules_somebody_took_away_is_not_proven(string name)
    {
        await using var fault = await InjectedAsync(name, "f1");
        foreach (var node in SmallCluster.Names)
        {
            await small.InNetworkAsync(node, "nft", "flush", "table", "ip", "mangle");
            await small.InNetworkAsync(node, "tc", "qdisc", "del", "dev", "eth0", "root");
        }
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.False(effect.Seen, effect.Evidence);
        Assert.Contains("nothing shapes packets on", effect.Evidence);
        await fault.RevertAsync(Stop);
        await RecoveredAsync(fault);
    }

    [Fact]
    public async Task All_at_once_are_each_seen_and_go_one_by_one()
    {
        await using var loss = await InjectedAsync("loss", "f1");
        await using var twice = await InjectedAsync("duplicate", "f2");
        await using var damage = await InjectedAsync("corrupt", "f3");
        await using var order = await InjectedAsync("reorder", "f4");
        var delay = new DelayParameters(Ms(20), TimeSpan.Zero, PeerChoice.Peers, Direction.Outbound);
        await using var slow = small.Fault("f5", "network-delay", delay, "n1");
        await slow.PrepareAsync(Stop);
        await slow.InjectAsync(Stop);
        IFault[] faults = [loss, twice, damage, order, slow];
        foreach (var fault in faults) await SeenAsync(fault);

        await loss.RevertAsync(Stop);
        await RecoveredAsync(loss);
        await SeenAsync(damage);
        foreach (var fault in faults) await fault.RevertAsync(Stop);
        foreach (var fault in faults) await RecoveredAsync(fault);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Second_loss_in_bursts_on_a_link_is_refused()
    {
        await using var first = await InjectedAsync("loss in bursts", "f1");
        await using var second = Fault("loss in bursts", "f2");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => second.PrepareAsync(Stop));
        Assert.StartsWith("f2 does not go with f1 from n1 to n2: two losses that come in bursts", refusal.Message);
        await first.RevertAsync(Stop);
    }

    [Fact]
    public async Task Restarted_node_loses_packets_again_and_a_new_life_takes_it_back()
    {
        var fault = Fault("loss", "f1");
        var told = new TaskCompletionSource<string>();
        fault.Interrupted += told.SetResult;
        var recipe = await fault.PrepareAsync(Stop);
        Assert.Equal("network-loss", recipe.Kind);
        await fault.InjectAsync(Stop);
        await small.RestartAsync("n2");
        output.WriteLine(await told.Task.WaitAsync(Wait.Limit, Stop));
        await SeenAsync(fault);
        await small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Empty(await small.RulesAsync());
        await fault.RevertAsync(Stop);
        await RecoveredAsync(fault);
    }

    private IFault Fault(string name, string id) => small.Fault(id, Faults[name].Kind, Faults[name].Parameters, "n1");

    private async Task<IFault> InjectedAsync(string name, string id)
    {
        var fault = Fault(name, id);
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        return fault;
    }

    private async Task SeenAsync(IFault fault)
    {
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
    }

    private async Task RecoveredAsync(IFault fault)
    {
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
    }

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
