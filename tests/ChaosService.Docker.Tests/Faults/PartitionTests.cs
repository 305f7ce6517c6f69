using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class PartitionTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly PartitionParameters FromPeers = new(PeerChoice.Peers, Direction.Both);
    private static readonly PartitionParameters FromEveryone = new(PeerChoice.Everyone, Direction.Both);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Partition_from_peers_is_proven_and_leaves_nothing()
    {
        await using var fault = small.Fault("f1", "network-partition", FromPeers, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Contains("n1 → n2:7000 no answer in 300 ms", effect.Evidence);

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Effect_that_somebody_took_away_is_not_seen()
    {
        await using var fault = small.Fault("f1", "network-partition", FromPeers, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        foreach (var name in SmallCluster.Names) await small.InNetworkAsync(name, "nft", "delete", "table", "inet", "chaosservice");
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);

        await fault.RevertAsync(Stop);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Partition_from_clients_cuts_the_host_and_no_member()
    {
        await using var peer = await LongConnection.OpenAsync(small, "n2", "n1");
        await using var fault = small.Fault("f1", "network-partition", FromEveryone with { From = PeerChoice.Clients }, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.StartsWith("this host → n1:7000 no answer", effect.Evidence);
        Assert.DoesNotContain("n2", effect.Evidence);
        Assert.True(await peer.WorksAsync(Stop));

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Partition_from_everyone_cuts_the_host_as_well_and_not_loopback()
    {
        await using var fault = small.Fault("f1", "network-partition", FromEveryone, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Contains("this host → n1:7000 no answer", effect.Evidence);
        Assert.Contains("ok", await small.InNetworkAsync("n1", "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/7000 && echo ok"));

        await fault.RevertAsync(Stop);
        Assert.True((await fault.ObserveRecoveryAsync(Stop)).Seen);
    }

    [Fact]
    public async Task Rejected_nodes_are_refused_at_once_and_a_drop_beside_it_wins()
    {
        await using var fault = small.Fault("f1", "network-partition", FromEveryone with { Mode = CutMode.Reject }, "n1");
        await using var connection = await LongConnection.OpenAsync(small, "n1", "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Contains("n1 → n2:7000 refused in", effect.Evidence);
        Assert.Contains("this host → n1:7000 refused in", effect.Evidence);
        // What is no TCP is refused by ICMP.
        Assert.Contains("refused", await small.InNetworkAsync(
            "n1", "perl", "-MIO::Socket::INET", "-e",
            $"my $s = IO::Socket::INET->new(Proto => 'udp', PeerAddr => '{(await small.NodeAsync("n2")).Address}', PeerPort => 9);"
                + "$s->send('x'); $s->recv(my $b, 9); print lc $!"));

        await using var silent = small.Fault("f2", "network-partition", FromPeers, "n1");
        await silent.PrepareAsync(Stop);
        await silent.InjectAsync(Stop);
        var (drop, both) = (await silent.ObserveEffectAsync(Stop), await fault.ObserveEffectAsync(Stop));
        Assert.True(drop.Seen, drop.Evidence);
        Assert.True(both.Seen, both.Evidence);
        Assert.Contains("another fault drops it", both.Evidence);
        await silent.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Refusal_that_somebody_took_away_is_not_seen()
    {
        await using var fault = small.Fault("f1", "network-partition", FromPeers with { Mode = CutMode.Reject }, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        foreach (var name in SmallCluster.Names) await small.InNetworkAsync(name, "nft", "delete", "table", "inet", "chaosservice");
        var effect = await fault.ObserveEffectAsync(Stop);
        Assert.False(effect.Seen, effect.Evidence);
        Assert.Contains("still answers", effect.Evidence);
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Bridge_hears_both_sides_and_they_do_not_hear_each_other()
    {
        var bridged = FromPeers with { Shape = PartitionShape.Bridge };
        await using var fault = small.Fault("f1", "network-partition", bridged, SmallCluster.Names);
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        var grudge = PartitionDraw.Of(PartitionShape.Bridge, SmallCluster.Names, SmallCluster.Names, seed: 1);
        var bridge = Assert.Single(SmallCluster.Names, n => grudge.Of(n).Count == 0);
        var sides = SmallCluster.Names.Except([bridge]).ToArray();
        Assert.Contains($"{sides[0]} → {sides[1]}:7000 no answer", effect.Evidence);
        Assert.Contains($"{sides[1]} → {sides[0]}:7000 no answer", effect.Evidence);
        Assert.True(await ConnectsAsync(bridge, sides[0]) && await ConnectsAsync(sides[1], bridge));

        await fault.RevertAsync(Stop);
        Assert.True((await fault.ObserveRecoveryAsync(Stop)).Seen);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Shape_that_needs_more_nodes_is_refused_before_anything_is_done()
    {
        var ring = FromPeers with { Shape = PartitionShape.MajoritiesRing };
        await using var fault = small.Fault("f1", "network-partition", ring, SmallCluster.Names);
        var refused = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        Assert.Equal(
            "'majorities-ring' divides 5 nodes or more, and 'on' chooses 3: n1, n2, n3; write 'on: all', or another shape.",
            refused.Message);
    }

    [Fact]
    public async Task Overlapping_partitions_go_one_by_one()
    {
        await using var first = small.Fault("f1", "network-partition", FromPeers, "n1");
        await using var second =
            small.Fault("f2", "network-partition", new PartitionParameters(new(PeerScope.Names, ["n2"]), Direction.Both), "n3");
        await first.PrepareAsync(Stop);
        await second.PrepareAsync(Stop);
        await first.InjectAsync(Stop);
        await second.InjectAsync(Stop);
        await first.RevertAsync(Stop);
        var recovery = await first.ObserveRecoveryAsync(Stop);
        Assert.True(recovery.Seen, recovery.Evidence);
        var rules = await small.RulesAsync();
        Assert.Contains("comment \"f2\"", rules);
        Assert.DoesNotContain("comment \"f1\"", rules);
        Assert.True((await second.ObserveEffectAsync(Stop)).Seen);

        await second.RevertAsync(Stop);
        Assert.True((await second.ObserveRecoveryAsync(Stop)).Seen);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Restart_during_a_partition_is_cut_again_and_told()
    {
        await using var fault = small.Fault("f1", "network-partition", FromPeers, "n1");
        var told = new TaskCompletionSource<string>();
        fault.Interrupted += told.SetResult;
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.RestartAsync("n1");
        var sentence = await told.Task.WaitAsync(Wait.Limit, Stop);
        output.WriteLine(sentence);
        Assert.StartsWith("n1 restarted", sentence);
        Assert.Contains("comment \"f1\"", await small.InNetworkAsync("n1", "nft", "list", "table", "inet", "chaosservice"));
        var effect = await fault.ObserveEffectAsync(Stop);
        Assert.True(effect.Seen, effect.Evidence);

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Empty(await small.RulesAsync());
    }

    [Fact]
    public async Task Leftover_partition_is_removed_by_a_new_life()
    {
        var fault = small.Fault("f1", "network-partition", FromPeers, "n1");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.NotEmpty(await small.RulesAsync());

        await small.NewLife()["network-partition"].RevertLeftoverAsync(recipe, Stop);
        Assert.Empty(await small.RulesAsync());
        await fault.RevertAsync(Stop);
    }

    private async Task<bool> ConnectsAsync(string from, string to) => (await small.InNetworkAsync(
        from, "timeout", "2", "bash", "-c", $"exec 3<>/dev/tcp/{(await small.NodeAsync(to)).Address}/7000 && echo ok")).Contains("ok");
}
