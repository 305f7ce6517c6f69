using System.Net;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Network.Trains;
using ChaosService.Tests.Faults.Network;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>
/// What both backends must do alike: each thing that can be asked of a link is measured within exact bounds, and nothing of it is left. Two
/// network namespaces stand for a node and its peer.
/// </summary>
public abstract class ShapeConformance(ITestOutputHelper output) : IAsyncLifetime
{
    private const string NodeAddress = "10.249.1.1";
    private const string PeerAddress = "10.249.1.2";

    private const int DelaySamples = 250;

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

    /// <summary>
    /// End to end, and so with what a machine adds: what the kernels' tables and our own queue draw. The exact test of the queue is that of
    /// its numbers; here the two distributions are told from each other.
    /// </summary>
    [Theory]
    [InlineData(Spread.Normal)]
    [InlineData(Spread.Pareto)]
    internal async Task Delays_are_distributed_as_asked_for(Spread spread)
    {
        var (delay, jitter) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(4));
        var (shapedPid, state) = StateFor(new Shape(delay, jitter) { Spread = spread });
        await Shaper.ApplyAsync(shapedPid, state, Stop);
        var link = new Link("node", Node, "peer", new(IPAddress.Parse(PeerAddress), 9));
        for (var again = false; ; again = true)
        {
            var times = await new LinkProbe(TimeProvider.System).SampleAsync(link, DelaySamples, LinkProbe.Patience, Stop);
            var drawn = times!.Sorted.Select(t => (t - delay) / jitter).ToArray();
            double To(Spread other) => KolmogorovSmirnov.Distance(drawn, x => ShareBelow(other, x));
            var (own, other) = (To(spread), To(spread == Spread.Normal ? Spread.Pareto : Spread.Normal));
            output.WriteLine($"{Shaper.Name}: {times.Spread}; {own:0.000} from {spread}, {other:0.000} from the other");
            var bound = KolmogorovSmirnov.Bound(DelaySamples);
            if (drawn.Length == DelaySamples && own <= bound && other > bound) return;
            Assert.False(again, $"{drawn.Length} of {DelaySamples} answered; {own:0.000} from {spread}, {other:0.000} from the other");
        }
    }

    /// <summary>Found by halving: the inverse is what is known.</summary>
    private static double ShareBelow(Spread spread, double x)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 30; i++)
        {
            var middle = (low + high) / 2;
            if (spread.At(middle) < x) low = middle;
            else high = middle;
        }
        return low;
    }

    /// <summary>Packets from the node to its peer are shaped so: where, and the state there.</summary>
    private (int Pid, NetworkState State) StateFor(Shape shape)
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
