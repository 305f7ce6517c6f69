using ChaosService.Faults.Network;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Tcp;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class TcpFaultTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly LatencyToxic Late = new(Ms(40), Ms(10));

    private static readonly Dictionary<string, Toxic> Toxics = new()
    {
        ["latency"] = Late,
        ["bandwidth"] = new BandwidthToxic(1_000_000),
        ["slicer"] = new SlicerToxic(32, Ms(10)),
        ["limit-data"] = new LimitDataToxic(1000),
        ["corrupt"] = new CorruptToxic(0.01),
        ["reset"] = new ResetToxic(Ms(100)),
        ["timeout"] = new TimeoutToxic(null),
        ["timeout with an end"] = new TimeoutToxic(Ms(200)),
        ["half-open"] = new HalfOpenToxic(Ms(100)),
    };

    public static TheoryData<string> Names => [.. Toxics.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Toxic_is_measured_while_it_is_in_force_and_not_before(string name)
    {
        foreach (var direction in (Direction[])[Direction.Outbound, Direction.Inbound, Direction.Both])
        {
            await using var fault = Fault("f1", Toxics[name], 7000, direction: direction);
            await fault.PrepareAsync(Stop);
            Assert.False((await SayAsync(fault.ObserveEffectAsync)).Seen);
            await fault.InjectAsync(Stop);
            Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
            await fault.RevertAsync(Stop);
            await fault.RevertAsync(Stop);
            Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
        }
    }

    [Fact]
    public async Task Clients_feel_it_and_the_server_is_told_by_the_proxy()
    {
        await using var server = await NodeServer.StartAsync(small, "n1");
        await using var fault = Fault("f1", new CorruptToxic(1), server.Port);
        await InjectAsync(fault);
        using var client = await server.ConnectAsync(small, from: null);
        var answer = await NodeServer.AskAsync(client, 7);
        Assert.NotNull(answer);
        Assert.NotEqual(7, answer);
        Assert.Equal((await small.NodeAsync("n1")).Address, server.LastClient);
        Assert.EndsWith("; 1 connections of others came through the proxy", (await SayAsync(fault.ObserveEffectAsync)).Evidence);

        await fault.RevertAsync(Stop);
        Assert.Null(await NodeServer.AskAsync(client, 7));
        using var after = await server.ConnectAsync(small, from: null);
        Assert.Equal(7, await NodeServer.AskAsync(after, 7));
    }

    [Fact]
    public async Task Only_those_named_go_through_the_proxy()
    {
        await using var server = await NodeServer.StartAsync(small, "n1");
        await using var fault = Fault("f1", new CorruptToxic(1), server.Port, from: new(PeerScope.Names, ["n3"]));
        await InjectAsync(fault);
        Assert.StartsWith($"n3 → n1:{server.Port} asked 100 % of bytes changed", (await SayAsync(fault.ObserveEffectAsync)).Evidence);
        using var named = await server.ConnectAsync(small, "n3");
        Assert.NotEqual(7, await NodeServer.AskAsync(named, 7));
        using var other = await server.ConnectAsync(small, "n2");
        Assert.Equal(7, await NodeServer.AskAsync(other, 7));
        Assert.Equal((await small.NodeAsync("n2")).Address, server.LastClient);
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Clients_go_through_the_proxy_and_members_do_not()
    {
        await using var server = await NodeServer.StartAsync(small, "n1");
        using var before = await server.ConnectAsync(small, "n2");
        await using var fault = Fault("f1", new CorruptToxic(1), server.Port, PeerChoice.Clients);
        await InjectAsync(fault);
        Assert.Equal(7, await NodeServer.AskAsync(before, 7));
        Assert.Contains($"n1:{server.Port} asked 100 % of bytes changed", (await SayAsync(fault.ObserveEffectAsync)).Evidence);
        using var client = await server.ConnectAsync(small, from: null);
        Assert.NotEqual(7, await NodeServer.AskAsync(client, 7));
        using var member = await server.ConnectAsync(small, "n2");
        Assert.Equal(7, await NodeServer.AskAsync(member, 7));
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Connections_that_a_node_makes_go_through_the_proxy_and_no_others()
    {
        await using var server = await NodeServer.StartAsync(small, "n3");
        using var before = await server.ConnectAsync(small, "n1");
        await using var fault = Fault("f1", new CorruptToxic(1), server.Port, new(PeerScope.Names, ["n3"]), outgoing: true);
        await InjectAsync(fault);
        Assert.Null(await NodeServer.AskAsync(before, 7));
        Assert.StartsWith($"n1 → n3:{server.Port} asked 100 % of bytes changed", (await SayAsync(fault.ObserveEffectAsync)).Evidence);
        using var named = await server.ConnectAsync(small, "n1");
        Assert.NotEqual(7, await NodeServer.AskAsync(named, 7));
        Assert.Equal((await small.NodeAsync("n1")).Address, server.LastClient);
        using var other = await server.ConnectAsync(small, "n2");
        Assert.Equal(7, await NodeServer.AskAsync(other, 7));

        await using var second = Fault("f2", Late, server.Port, PeerChoice.Everyone, outgoing: true);
        await InjectAsync(second);
        Assert.True((await SayAsync(second.ObserveEffectAsync)).Seen);
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        using var both = await server.ConnectAsync(small, "n1");
        Assert.NotEqual(7, await NodeServer.AskAsync(both, 7));
        await fault.RevertAsync(Stop);
        Assert.Contains("is still behind that of f2", (await SayAsync(fault.ObserveRecoveryAsync)).Evidence);
        using var late = await server.ConnectAsync(small, "n1");
        Assert.Equal(7, await NodeServer.AskAsync(late, 7));
        await second.RevertAsync(Stop);
        Assert.True((await SayAsync(second.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Connections_to_nobody_are_refused()
    {
        await using var fault = Fault("f1", Late, 7001, PeerChoice.Peers, outgoing: true);
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        Assert.Equal("nobody runs and listens on port 7001 to whom n1 could connect.", refusal.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_before_one_port_are_both_in_force_and_each_ends_alone(bool firstEndsFirst)
    {
        await using var server = await NodeServer.StartAsync(small, "n1");
        await using var first = Fault("f1", Late, server.Port);
        await using var second = Fault("f2", new CorruptToxic(1), server.Port);
        await InjectAsync(first);
        await InjectAsync(second);
        Assert.True((await SayAsync(first.ObserveEffectAsync)).Seen);
        Assert.True((await SayAsync(second.ObserveEffectAsync)).Seen);
        using var client = await server.ConnectAsync(small, from: null);
        Assert.NotEqual(7, await NodeServer.AskAsync(client, 7));

        var (ends, stays) = firstEndsFirst ? (first, second) : (second, first);
        await ends.RevertAsync(Stop);
        var recovery = await SayAsync(ends.ObserveRecoveryAsync);
        Assert.True(recovery.Seen);
        Assert.EndsWith($"is still behind that of {(firstEndsFirst ? "f2" : "f1")}", recovery.Evidence);
        Assert.True((await SayAsync(stays.ObserveEffectAsync)).Seen);
        await stays.RevertAsync(Stop);
        Assert.True((await SayAsync(stays.ObserveRecoveryAsync)).Seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connections_that_are_there_are_reset_or_kept(bool reset)
    {
        await using var server = await NodeServer.StartAsync(small, "n2");
        using var client = await server.ConnectAsync(small, "n1");
        Assert.Equal(7, await NodeServer.AskAsync(client, 7));
        await using var fault = Fault("f1", new TimeoutToxic(null), server.Port, resets: reset, node: "n2");
        await InjectAsync(fault);
        Assert.Equal(reset ? null : 8, await NodeServer.AskAsync(client, 8));
        await fault.RevertAsync(Stop);
        Assert.Equal(reset ? null : 9, await NodeServer.AskAsync(client, 9));
    }

    [Fact]
    public async Task Node_that_restarts_is_behind_the_proxy_again()
    {
        var gaps = new List<string>();
        await using var fault = Fault("f1", Late, 7000, node: "n3");
        fault.Interrupted += gaps.Add;
        await InjectAsync(fault);
        await small.RestartAsync("n3");
        await SmallCluster.UntilAsync(() => Task.FromResult(gaps.Count > 0), "the proxy is there again");
        Assert.Equal(["n3 restarted with an empty network, and its connections go through the proxy again"], gaps);
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Rules_that_somebody_removed_are_no_proof()
    {
        await using var fault = Fault("f1", Late, 7000);
        await InjectAsync(fault);
        await small.InNetworkAsync("n1", "nft", "delete", "table", "inet", "chaosservice_proxy");
        var effect = await SayAsync(fault.ObserveEffectAsync);
        Assert.False(effect.Seen);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Port_that_nobody_listens_on_is_refused()
    {
        await using var fault = Fault("f1", Late, 7001);
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        Assert.Equal("n1 does not listen on port 7001 for others; it listens on 7000.", refusal.Message);
    }

    [Fact]
    public async Task This_machine_can_do_it() => Assert.Equal(
        new FaultAvailability(true, "nftables redirect, ss -K"), await small.Kinds["tcp-fault"].ProbeAsync(Stop));

    private IFault Fault(
        string id, Toxic toxic, int port, PeerChoice? from = null, Direction direction = Direction.Outbound, bool resets = true,
        string node = "n1", bool outgoing = false) =>
        small.Fault(
            id, "tcp-fault", new TcpFaultParameters(port, toxic, direction, from ?? PeerChoice.Everyone, resets, outgoing), node);

    private static async Task InjectAsync(IFault fault)
    {
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
    }

    private async Task<Proof> SayAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
