using System.Net;
using ChaosService.Faults.Clock;
using ChaosService.Faults.Container.CrashLoop;
using ChaosService.Faults.Container.Image;
using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Container.Recreate;
using ChaosService.Faults.Container.Restart;
using ChaosService.Faults.Container.Stop;
using ChaosService.Faults.Disk.Corrupt;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Faults.Disk.Inodes;
using ChaosService.Faults.Disk.IoError;
using ChaosService.Faults.Disk.PowerLoss;
using ChaosService.Faults.Disk.ReadOnly;
using ChaosService.Faults.Disk.Slow;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Faults.Dns;
using ChaosService.Faults.Dns.Messages;
using ChaosService.Faults.Hooks;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Bandwidth;
using ChaosService.Faults.Network.Corrupt;
using ChaosService.Faults.Network.Delay;
using ChaosService.Faults.Network.Duplicate;
using ChaosService.Faults.Network.Flap;
using ChaosService.Faults.Network.Loss;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.Ports;
using ChaosService.Faults.Network.Reorder;
using ChaosService.Faults.Network.Reset;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Process.Kill;
using ChaosService.Faults.Proxy.Grpc;
using ChaosService.Faults.Proxy.Http;
using ChaosService.Faults.Proxy.Mqtt;
using ChaosService.Faults.Proxy.Tcp;
using ChaosService.Faults.Resource.CpuLimit;
using ChaosService.Faults.Resource.CpuStress;
using ChaosService.Faults.Resource.FdLimit;
using ChaosService.Faults.Resource.IoStress;
using ChaosService.Faults.Resource.MemoryLimit;
using ChaosService.Faults.Resource.MemoryStress;
using ChaosService.Faults.Resource.PidsLimit;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Answers;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Http.Grpc;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Effects;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>
/// A cluster that a run attached to is left as it was found: rules, qdiscs, addresses, mounts, cgroups, files and settings, to the byte.
/// </summary>
[Trait("needs", "docker")]
public sealed class AsFoundTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>, IAsyncDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private static readonly HttpFault Unavailable = new(null, null, null, 503, null, false, null, TimeSpan.Zero, Stage.Request);
    private static readonly GrpcFault Aborted = new(null, null, "ABORTED", "", null, null, null, TimeSpan.Zero, Stage.Request);

    private static readonly MqttFault Twice = new("#", new DuplicateEffect(1), Published: true, Delivered: true);

    private static readonly Dictionary<string, (string Kind, FaultParameters Parameters)> Faults = new()
    {
        ["partition from peers"] = ("network-partition", new PartitionParameters(PeerChoice.Peers, Direction.Both)),
        ["partition from everyone"] = ("network-partition", new PartitionParameters(PeerChoice.Everyone, Direction.Both)),
        ["partition from clients"] = ("network-partition", new PartitionParameters(PeerChoice.Clients, Direction.Both)),
        ["rejection"] =
            ("network-partition", new PartitionParameters(PeerChoice.Everyone, Direction.Both, CutMode.Reject)),
        ["flapping"] = ("network-flap", new FlapParameters(
            new(PeerChoice.Peers, Direction.Both), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.Zero)),
        ["delay to peers"] = ("network-delay", new DelayParameters(Short, TimeSpan.Zero, PeerChoice.Peers, Direction.Both)),
        ["delay to everyone"] = ("network-delay", new DelayParameters(Short, Short, PeerChoice.Everyone, Direction.Outbound)),
        ["reset"] = ("connection-reset", new ResetParameters(PeerChoice.Everyone)),
        ["loss"] = ("network-loss", new LossParameters(PacketLoss.Random(0.2), PeerChoice.Peers, Direction.Both)),
        ["bandwidth"] = ("network-bandwidth", new BandwidthParameters(4_000_000, Short, PeerChoice.Peers, Direction.Outbound)),
        ["duplicates"] = ("network-duplicate", new DuplicateParameters(0.2, PeerChoice.Everyone, Direction.Outbound)),
        ["corruption"] = ("network-corrupt", new CorruptParameters(0.2, PeerChoice.Peers, Direction.Outbound)),
        ["reordering"] = ("network-reorder", new ReorderParameters(0.2, Short, 1, PeerChoice.Peers, Direction.Outbound)),
        ["tcp proxy"] = (
            "tcp-fault", new TcpFaultParameters(7000, new LatencyToxic(Short, Short), Direction.Both, PeerChoice.Everyone, true)),
        ["ports"] = ("port-exhaustion", new PortExhaustionParameters()),
        ["names"] = ("dns-failure", new DnsFailureParameters(["."], DnsFailure.Timeout, null)),
        ["tcp proxy of a node's own connections"] = (
            "tcp-fault", new TcpFaultParameters(7000, new LatencyToxic(Short, Short), Direction.Both, PeerChoice.Peers, true, true)),
        ["http proxy"] = ("http-fault", new HttpFaultParameters(0, Unavailable, new Choice(), PeerChoice.Everyone, true)),
        ["grpc proxy"] = ("grpc-fault", new GrpcFaultParameters(0, Aborted, new Choice(), PeerChoice.Everyone, true)),
        ["mqtt proxy"] = ("mqtt-fault", new MqttFaultParameters(0, Twice, new Choice(), PeerChoice.Everyone, true)),
        ["fill"] = ("disk-fill", new FillParameters(0.9, null, null)),
        ["read-only"] = ("disk-read-only", new ReadOnlyParameters(null)),
        ["stall"] = ("disk-stall", new StallParameters(null)),
        ["slow"] = ("disk-slow", new SlowParameters(Short, Short, null)),
        ["power-loss"] = ("disk-power-loss", new PowerLossParameters(TimeSpan.FromSeconds(1), null)),
        ["io-error"] = ("disk-io-error", new IoErrorParameters(null)),
        ["bits"] = ("file-corrupt", new FileCorruptParameters("records", 1, 8, null, null)),
        ["cut"] = ("file-corrupt", new FileCorruptParameters("records", 1, null, 100, null)),
        ["inodes"] = ("disk-inodes", new InodesParameters(0, null)),
        ["clock"] = ("clock-skew", new ClockSkewParameters(TimeSpan.FromSeconds(-60), null, null)),
        ["strobing clock"] = ("clock-skew", new ClockSkewParameters(TimeSpan.FromSeconds(5), null, TimeSpan.FromMilliseconds(200))),
        ["cpu"] = ("cpu-limit", new CpuLimitParameters(0.1)),
        ["memory"] = ("memory-limit", new MemoryLimitParameters(32 << 20)),
        ["pids"] = ("pids-limit", new PidsLimitParameters(0)),
        ["open files"] = ("fd-limit", new FdLimitParameters(0)),
        ["cpu-stress"] = ("cpu-stress", new CpuStressParameters(1, 0.5)),
        ["memory-stress"] = ("memory-stress", new MemoryStressParameters(8 << 20, null, WithoutLimit: true)),
        ["io-stress"] = ("io-stress", new IoStressParameters(1, 1 << 20, null)),
        ["process-kill"] = ("process-kill", new ProcessKillParameters("worker", "KILL", ComesBack: true)),
        ["pause"] = ("container-pause", new PauseParameters()),
        ["stop"] = ("container-stop", new StopParameters(TimeSpan.FromSeconds(1))),
        ["restart"] = ("container-restart", new RestartParameters(TimeSpan.FromSeconds(1))),
        ["kill"] = ("container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(1))),
        ["crash-loop"] = ("container-crash-loop", new CrashLoopParameters("KILL", Short * 10, Short * 10)),
        ["image"] = ("container-image", new ImageParameters("", Revert: true)),
        ["exec"] = ("exec", new ExecParameters(
            ["touch", "/data/hook"], ["test", "-e", "/data/hook"], ["rm", "-f", "/data/hook"], HookPlace.Node, TimeSpan.FromSeconds(5))),
        ["recreate"] = ("container-recreate", new RecreateParameters(KeepVolumes: null)),
    };

    /// <summary>That the faults are on.</summary>
    private const string Node = "n1";

    /// <summary>Of the cluster that these tests share, which takes longer to read than most faults take.</summary>
    private static string? _asFound;

    private static readonly string[] Excluding =
    [
        "io-stress", "cut", "image", "exec", "http proxy", "grpc proxy", "mqtt proxy", "power-loss", "io-error", "clock",
        "strobing clock",
    ];

    private readonly List<IAsyncDisposable> _servers = [];

    public static TheoryData<string> Names => [.. Faults.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
    }

    [Fact]
    public void Every_kind_is_tried() => Assert.Equal(small.Kinds.Keys.Order(), Faults.Values.Select(f => f.Kind).Distinct().Order());

    // What a dead process leaves is the harder half, and All_faults_at_once_left_nothing reverts most of them as well.
    [Theory]
    [Trait("takes", "long")]
    [MemberData(nameof(Names))]
    public async Task Fault_that_was_reverted_left_nothing(string name)
    {
        var before = await BeforeAsync();
        await RevertedAsync(name, before);
        await SameAsync(before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fault_of_a_dead_process_left_nothing_once_its_recipe_was_carried_out(string name)
    {
        var before = await BeforeAsync();
        await CarriedOutAsync(name);
        await SameAsync(before);
    }

    /// <summary>Without those that refuse each other: nothing can be written to what is read-only, a file is damaged once.</summary>
    [Fact]
    public async Task All_faults_at_once_left_nothing()
    {
        var before = await BeforeAsync();
        // A node whose image was changed is not made again on top of that; an undo in a node waits until the node runs. The servers that
        // tests put into a node do not come back when it does.
        string[] names = [.. Faults.Keys.Except(Excluding)];
        var faults = new List<IFault>();
        foreach (var name in names) faults.Add(await FaultAsync(name, $"f{faults.Count + 1}"));
        foreach (var fault in faults)
        {
            await fault.PrepareAsync(Stop);
            await fault.InjectAsync(Stop);
        }
        foreach (var fault in faults) await fault.RevertAsync(Stop);
        foreach (var fault in faults)
        {
            var recovery = await fault.ObserveRecoveryAsync(Stop);
            Assert.True(recovery.Seen, recovery.Evidence);
            await fault.DisposeAsync();
        }
        await SameAsync(before);
    }

    [Theory]
    [InlineData("iptables -t mangle -A PREROUTING -p udp -j ACCEPT")]
    [InlineData("iptables -t mangle -A INPUT -p udp -j ACCEPT; iptables -t mangle -A OUTPUT -p udp -j ACCEPT")]
    [InlineData("nft add table ip mangle; nft add chain ip mangle INPUT '{ type filter hook input priority -150; }'")]
    public async Task Mangle_table_that_was_there_stays_as_it_was(string made)
    {
        await small.InNetworkAsync("n2", "sh", "-c", made);
        try
        {
            var before = await Traces.OfAsync(small.Cluster);
            await RevertedAsync("delay to peers", before);
            await SameAsync(before);
            await CarriedOutAsync("delay to everyone");
            await SameAsync(before);
        }
        finally
        {
            await small.InNetworkAsync("n2", "nft", "delete", "table", "ip", "mangle");
            _asFound = null;
        }
    }

    private async Task RevertedAsync(string name, string before)
    {
        await using var connection = await LongConnection.OpenAsync(small, Node, "n3");
        await using var fault = await FaultAsync(name, "f1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        // What is over at once leaves no trace at any time, nor do links that are up just now, and nobody can ask whether a filesystem is
        // frozen.
        if (name is not ("process-kill" or "stall" or "slow" or "reset" or "flapping"))
            Assert.NotEqual(before, await Traces.OfAsync(small.Cluster));

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
    }

    private async Task CarriedOutAsync(string name)
    {
        await using var fault = await FaultAsync(name, "f1");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);

        await small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        // The reader of the packets dies with a process; this one lives.
        await fault.RevertAsync(Stop);
    }

    private async Task<IFault> FaultAsync(string name, string id)
    {
        var parameters = Faults[name].Parameters switch
        {
            ImageParameters image => image with { Image = await small.OtherImageAsync() },
            HttpFaultParameters http => http with { Port = await ServeAsync(() => new(HttpMethod.Get, "http://node/")) },
            GrpcFaultParameters grpc => grpc with { Port = await ServeAsync(() => GrpcQuestion.New(new(IPAddress.Loopback, 1), 1)) },
            MqttFaultParameters mqtt => mqtt with { Port = await TalkAsync() },
            var own => own,
        };
        return small.Fault(id, Faults[name].Kind, parameters, Node);
    }

    /// <summary>The port of a server in the node's network that somebody asks again and again.</summary>
    private async Task<int> ServeAsync(Func<HttpRequestMessage> question)
    {
        var server = await HttpNode.StartAsync(small, Node);
        _servers.Add(server);
        server.KeepAsking(question);
        return server.Port;
    }

    /// <summary>The port of a broker in the node's network that somebody talks to all the time.</summary>
    private async Task<int> TalkAsync()
    {
        var broker = await MqttNode.StartAsync(small, Node);
        _servers.Add(broker);
        broker.KeepTalking();
        return broker.Port;
    }

    /// <summary>As the one before left it, or as it is when there was none or it left something.</summary>
    private async Task<string> BeforeAsync() => Interlocked.Exchange(ref _asFound, null) ?? await Traces.OfAsync(small.Cluster);

    private async Task SameAsync(string before)
    {
        var (was, now) = (before.Split('\n'), (await Traces.OfAsync(small.Cluster)).Split('\n'));
        Assert.Empty(now.Except(was).Select(l => $"new: {l}").Concat(was.Except(now).Select(l => $"gone: {l}")));
        Assert.Equal(was.Length, now.Length);
        _asFound = before;
    }
}
