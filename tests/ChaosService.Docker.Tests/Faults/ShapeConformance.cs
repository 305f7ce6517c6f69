using System.Net;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Network.Trains;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>
/// What both backends must do alike: each thing that can be asked of a link is measured within exact bounds, and nothing of it is left. Two
/// network namespaces stand for a node and its peer.
/// </summary>
public abstract class ShapeConformance(ITestOutputHelper output) : IAsyncLifetime
{
    private const string NodeAddress = "10.249.1.1";
    private const string PeerAddress = "10.249.1.2";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(20);

    private static readonly Dictionary<string, Shape> Shapes = new()
    {
        ["loss 5 %"] = new() { Loss = PacketLoss.Random(0.05) },
        ["loss of all"] = new() { Loss = PacketLoss.Random(1) },
        ["loss in bursts"] = new() { Loss = new(0.05, 0.3, 0.9, 0.02) },
        ["loss by four states"] = new() { Loss = PacketLoss.InStates(new(0.02, 0.2, 0.3, 0.4, 0.01)) },
        ["duplicates and loss"] = new() { Duplicated = 0.3, Loss = PacketLoss.Random(0.3) },
        ["corruption"] = new() { Corrupted = 0.1 },
        ["reordering with a gap"] = new(Held) { Reordering = new(0.5, 4) },
        ["rate 500 kbit/s"] = new() { Rate = new(500_000, TimeSpan.FromMilliseconds(200)) },
        ["rate 20 Mbit/s after a delay"] = new(Held) { Rate = new(20_000_000, TimeSpan.FromMilliseconds(50)) },
    };

    private readonly string _name = $"shape-{Guid.NewGuid().ToString("n")[..6]}";
    private readonly List<int> _sleepers = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Shapes.Keys];

    private int Node => _sleepers[0];

    private int Peer => _sleepers[1];

    internal abstract IShaper Shaper { get; }

    /// <summary>Whether the packets are shaped where they leave.</summary>
    protected abstract bool AtSender { get; }

    protected abstract Task SkipWhereItCannotBeAsync();

    public async ValueTask InitializeAsync()
    {
        await SkipWhereItCannotBeAsync();
        await RunAsync($"ip netns add {_name}-a && ip netns add {_name}-b");
        await RunAsync($"ip link add eth0 netns {_name}-a type veth peer name eth0 netns {_name}-b");
        foreach (var (end, address) in ((string, string)[])[("a", NodeAddress), ("b", PeerAddress)])
        {
            var inside = $"ip -n {_name}-{end}";
            await RunAsync($"{inside} addr add {address}/24 dev eth0 && {inside} link set eth0 up && {inside} link set lo up");
            _sleepers.Add(int.Parse(await RunAsync($"ip netns exec {_name}-{end} sleep 300 >/dev/null 2>&1 & echo $!")));
        }
        await SmallCluster.UntilAsync(
            () => Task.FromResult(ProcNet.Interfaces(Node) is ["eth0"] && ProcNet.Interfaces(Peer) is ["eth0"]),
            "both are in their networks");
    }

    public async ValueTask DisposeAsync()
    {
        if (_sleepers.Count > 0) await RunAsync($"kill {string.Join(' ', _sleepers)}; ip netns del {_name}-a; ip netns del {_name}-b");
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Link_is_as_asked_for_and_then_as_before(string name)
    {
        var shape = Shapes[name];
        var (shapedPid, state) = StateFor(shape);
        await Shaper.ApplyAsync(shapedPid, state, Stop);
        await SeenAsync(shape, shape);
        var held = await Shaper.ReadAsync(shapedPid, Stop);
        Assert.Equal(Shaper.Held(state), held.Select(h => h.Shape!));
        Assert.True(held.Sum(h => h.Packets) > 0);

        await Shaper.ApplyAsync(shapedPid, NetworkState.Empty, Stop);
        await SeenAsync(shape, new());
        Assert.Empty(await Shaper.ReadAsync(shapedPid, Stop));
    }

    /// <summary>None overtakes another, although many are drawn a shorter delay than the one before them.</summary>
    [Theory]
    [InlineData(Spread.Uniform)]
    [InlineData(Spread.Normal)]
    [InlineData(Spread.Pareto)]
    internal async Task Packets_whose_delay_varies_keep_their_order(Spread spread)
    {
        var shape = new Shape(Held, Held / 2) { Spread = spread };
        var (shapedPid, state) = StateFor(shape);
        await Shaper.ApplyAsync(shapedPid, state, Stop);
        Assert.Equal(Shaper.Held(state), (await Shaper.ReadAsync(shapedPid, Stop)).Select(h => h.Shape!));
        await SeenAsync(new Shape { Reordering = new(0.5, 1) }, shape);
        var times = await ConnectAsync(50);
        Assert.True(times.Fastest >= 0.95 * shape.ShortestDelay, times.Spread);
    }

    private protected void Say(string line) => output.WriteLine(line);

    /// <summary>
    /// How long connections from the node to its peer take, which refuses them. A machine that stands still for a moment answers late,
    /// and does answer.
    /// </summary>
    private protected async Task<LinkTimes> ConnectAsync(int count)
    {
        var link = new Link("node", Node, "peer", new(IPAddress.Parse(PeerAddress), 9));
        return (await new LinkProbe(TimeProvider.System).SampleAsync(link, count, AnswerLimit, Stop))!;
    }

    /// <summary>Packets from the node to its peer are shaped so: where, and the state there.</summary>
    private protected (int Pid, NetworkState State) StateFor(Shape shape)
    {
        var peers = new ShapedPeers([new(AtSender ? PeerAddress : NodeAddress, false)], shape);
        var state = NetworkState.Empty with { Seed = 7 };
        return AtSender ? (Node, state with { Shapes = [peers] }) : (Peer, state with { Arrivals = [peers] });
    }

    /// <summary>Of a thousand measurements one is out of its bounds; not two in a row.</summary>
    private async Task SeenAsync(Shape own, Shape link)
    {
        var judge = new TrainJudge(own);
        var way = new DirectedLink("node", Node, "peer", Peer, IPAddress.Parse(PeerAddress));
        for (var again = false; ; again = true)
        {
            var report = await new TrainProbe(TimeProvider.System).RunAsync(way, judge.Plan(link), Stop);
            var proof = judge.Judge($"{Shaper.Name}", link, report!);
            output.WriteLine(proof.Evidence);
            if (proof.Seen) return;
            Assert.False(again, proof.Evidence);
        }
    }

    private static Task<string> RunAsync(string script) => CommandRunner.RunOrThrowAsync(new("bash", "-c", script), CancellationToken.None);
}
