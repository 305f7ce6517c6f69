using System.Net;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>
/// The netem backend against a kernel that has netem; skipped on others: tests/netem/run boots a guest that has it. No container is needed:
/// two network namespaces stand for a node and its two peers.
/// </summary>
[Trait("needs", "netem")]
public sealed class NetemTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly Address Far = new("10.249.0.2", false);
    private static readonly Address Near = new("10.249.0.3", false);
    private static readonly Shape Slow = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(5));

    private readonly NetemShaper _shaper = new();
    private readonly LinkProbe _probe = new(TimeProvider.System);
    private int _pid;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var netem = await NetworkProbes.NetemAsync(Stop);
        Assert.SkipUnless(netem.Available, $"{netem.Detail}; tests/netem/run boots a guest that has it");
        await RunAsync("ip netns add chaos-node && ip netns add chaos-peers");
        await RunAsync("ip link add eth0 netns chaos-node type veth peer name eth0 netns chaos-peers");
        await RunAsync("ip -n chaos-node addr add 10.249.0.1/24 dev eth0 && ip -n chaos-node link set eth0 up");
        await RunAsync(
            $"ip -n chaos-peers addr add {Far.Text}/24 dev eth0 && ip -n chaos-peers addr add {Near.Text}/24 dev eth0 && ip -n "
                + $"chaos-peers link set eth0 up");
        _pid = int.Parse(await RunAsync("ip netns exec chaos-node sleep 300 >/dev/null 2>&1 & echo $!"));
        await SmallCluster.UntilAsync(() => Task.FromResult(ProcNet.Interfaces(_pid) is ["eth0"]), "the node's process is in its network");
        // The first packet asks for the peer's hardware address, which takes its own time.
        await ConnectAsync(Far);
        await ConnectAsync(Near);
    }

    public async ValueTask DisposeAsync()
    {
        if (_pid != 0) await RunAsync($"kill {_pid}; ip netns del chaos-node; ip netns del chaos-peers");
    }

    [Fact]
    public async Task Probe_chooses_netem() =>
        Assert.Equal(new FaultAvailability(true, "netem"), await new ShaperChoice(TimeProvider.System).ProbeAsync());

    [Fact]
    public async Task Shaped_peer_is_slow_and_the_other_is_not()
    {
        await _shaper.ApplyAsync(_pid, Shaped(new ShapedPeers([Far], Slow)), Stop);
        var (far, near) = (await ConnectAsync(Far), await ConnectAsync(Near));
        output.WriteLine($"shaped peer {far:0.0} ms, unshaped peer {near:0.0} ms");
        Assert.InRange(far, 44, 75);
        Assert.InRange(near, 0, 20);
        var held = Assert.Single(await _shaper.ReadAsync(_pid, Stop));
        Assert.Equal(Slow, held.Shape);
        Assert.InRange(held.Packets, 3, 1000);
    }

    [Fact]
    public async Task New_shapes_replace_the_old_and_none_leave_nothing()
    {
        await _shaper.ApplyAsync(_pid, Shaped(new ShapedPeers([Far], Slow)), Stop);
        await _shaper.ApplyAsync(
            _pid, Shaped(new ShapedPeers([Near], Slow), new ShapedPeers(null, new(TimeSpan.FromMilliseconds(100), TimeSpan.Zero))), Stop);
        Assert.InRange(await ConnectAsync(Near), 44, 75);
        Assert.InRange(await ConnectAsync(Far), 99, 130);

        await _shaper.ApplyAsync(_pid, Shaped(), Stop);
        Assert.InRange(await ConnectAsync(Far), 0, 20);
        Assert.DoesNotContain("c4a", await InNodeAsync("tc qdisc show dev eth0"));
    }

    [Fact]
    public async Task Foreign_root_is_refused_and_left_alone()
    {
        await InNodeAsync("tc qdisc add dev eth0 root handle 99: htb");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => _shaper.CheckAsync("node", _pid, Stop));
        Assert.Contains("eth0 of node is shaped by somebody else (htb 99:)", refusal.Message);
        await NetemShaper.ClearAsync(_pid, Stop);
        Assert.Contains("htb 99:", await InNodeAsync("tc qdisc show dev eth0"));
    }

    private static NetworkState Shaped(params ShapedPeers[] shapes) => NetworkState.Empty with { Shapes = shapes };

    /// <summary>Milliseconds; a closed port answers with a refusal.</summary>
    private async Task<double> ConnectAsync(Address to)
    {
        var link = new Link("node", _pid, "peer", new IPEndPoint(IPAddress.Parse(to.Text), 9));
        return (await _probe.SampleAsync(link, count: 5, TimeSpan.FromSeconds(5), Stop))!.Fastest.TotalMilliseconds;
    }

    private static Task<string> InNodeAsync(string script) => RunAsync($"ip netns exec chaos-node {script}");

    private static Task<string> RunAsync(string script) => CommandRunner.RunOrThrowAsync(new("bash", "-c", script), CancellationToken.None);
}
