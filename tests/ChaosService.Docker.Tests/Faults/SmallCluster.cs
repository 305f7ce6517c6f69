using System.Text;
using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Faults;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Tests.Engine.Fakes;
using Docker.DotNet;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>
/// Three containers that each accept connections on port 7000, on a network and filesystems of their own. Gone when disposed.
/// </summary>
public sealed class SmallCluster : IAsyncLifetime
{
    /// <summary>
    /// It ends at SIGTERM, unless it got a SIGHUP before, and keeps one process beside it, called worker, which it starts again.
    /// </summary>
    private const string Server =
        """
        use IO::Socket::INET;
        sub worker { return if fork; $SIG{$_} = 'DEFAULT' for qw(CHLD TERM HUP); $0 = 'worker'; sleep 600 while 1 }
        $SIG{TERM} = sub { exit 0 };
        $SIG{HUP} = sub { $SIG{TERM} = 'IGNORE' };
        $SIG{CHLD} = sub { my $ended = 0; $ended++ while waitpid(-1, 1) > 0; worker() if $ended };
        worker();
        my $s = IO::Socket::INET->new(Listen => 64, LocalPort => 7000, ReuseAddr => 1) or die;
        while (1) { my $c = $s->accept; close $c if $c }
        """;

    /// <summary>The clocks of its processes can be set, by this file.</summary>
    public const string ClockFile = "/data/clock";

    /// <summary>What is in the file <c>records</c> of each node.</summary>
    public static readonly string Records = string.Concat(Enumerable.Range(0, 500).Select(i => $"record {i}\n"));

    public static readonly string[] Names = ["n1", "n2", "n3"];

    private readonly string _project = $"faults-{Guid.NewGuid().ToString("n")[..8]}";
    private readonly string _directory = Directory.CreateTempSubdirectory("chaosservice-").FullName;
    private ClusterProvider? _provider;

    private string OtherImage => $"chaosservice-test/{_project}:2";

    public DockerClient Docker { get; } = EngineEndpoint.FromEnvironment().CreateClient();

    public ICluster Cluster { get; private set; } = null!;

    public IReadOnlyDictionary<string, IFaultKind> Kinds { get; private set; } = new Dictionary<string, IFaultKind>();

    private NodeVolumes Volumes => new(Path.Combine(_directory, "volumes"), EngineMounts.Of(Docker), TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        await DockerAsync("network", "create", $"{_project}_default");
        await Volumes.CreateAsync(Names, 32 << 20, default);
        foreach (var name in Names) WriteRecords(Path.Combine(_directory, "volumes", name, "records"));
        foreach (var name in Names) await StartAsync(name, "debian:bookworm-slim");
        _provider = new ClusterProvider(
            Docker, new ComposeProbe(), new StateDirectory(_directory), TimeProvider.System, NullLogger<ClusterProvider>.Instance);
        var definition =
            new TargetDefinition { Name = "small", Database = "none", Nodes = [.. Names.Select(n => new ClusterNode(n, "small"))] };
        Cluster = await _provider.UpAsync(
            new ClusterRequest(
                definition, new(_project), Attach: true, new Dictionary<string, string>(), "test"), new Progress<string>(), default);
        Kinds = NewLife();
    }

    public async ValueTask DisposeAsync()
    {
        if (_provider is not null && Cluster is not null) await _provider.DownAsync(Cluster, new Progress<string>(), default);
        foreach (var name in Names) await CommandRunner.RunAsync(new("docker", "rm", "-f", "-v", $"{_project}-{name}"), default);
        await CommandRunner.RunAsync(new("docker", "image", "rm", "-f", OtherImage), default);
        await CommandRunner.RunAsync(new("docker", "network", "rm", $"{_project}_default"), default);
        await Volumes.RemoveAsync(default);
        Directory.Delete(_directory, recursive: true);
        Docker.Dispose();
    }

    /// <summary>Of the container of a node.</summary>
    public string NameOf(string node) => $"{_project}-{node}";

    /// <summary>The next release of what the nodes run, made when the first asks and gone with the cluster.</summary>
    public async Task<string> OtherImageAsync()
    {
        if ((await CommandRunner.RunAsync(new("docker", "image", "inspect", OtherImage), default)).Succeeded) return OtherImage;
        await DockerAsync("commit", "--change", "ENV RELEASE=2", NameOf("n3"), OtherImage);
        return OtherImage;
    }

    /// <summary>Another container for the node, told more than the others.</summary>
    public async Task ReplaceAsync(string node, string image, params string[] more)
    {
        await DockerAsync("rm", "-f", "-v", NameOf(node));
        await StartAsync(node, image, more);
        await NodeAsync(node);
    }

    /// <summary>The kinds as a process that has just started has them: knowing nothing of what is active.</summary>
    public IReadOnlyDictionary<string, IFaultKind> NewLife() =>
        FaultKinds.All(Docker, TimeProvider.System, NullLoggerFactory.Instance, allowCommands: true).ToDictionary(k => k.Name);

    public IFault Fault(string id, string kind, FaultParameters parameters, params string[] nodes) =>
        Kinds[kind].Create(
            new FaultRequest("test", new(id), parameters, [.. nodes.Select(n => new ClusterNode(n, "small"))], Cluster, Seed: 1));

    public async Task<NodeRuntime> NodeAsync(string name) => await Cluster.InspectAsync(name, default);

    /// <summary>What a command says inside a node's network.</summary>
    public async Task<string> InNetworkAsync(string node, string program, params string[] arguments) =>
        (await CommandRunner.RunAsync(
            new("nsenter", [$"--net=/proc/{(await NodeAsync(node)).Pid}/ns/net", program, .. arguments]), default)).Output;

    /// <summary>Every rule of ours in any node's network, as the kernel's tools print them.</summary>
    public async Task<string> RulesAsync()
    {
        var rules = "";
        foreach (var name in Names)
            rules += await InNetworkAsync(name, "nft", "list", "table", "inet", "chaosservice")
                + string.Concat(
                    (await InNetworkAsync(name, "iptables-save", "-t", "mangle")).Split('\n').Where(l => l.Contains("CHAOSSERVICE")))
                + string.Concat((await InNetworkAsync(name, "tc", "qdisc", "show")).Split('\n').Where(l => l.Contains("c4a")));
        return rules;
    }

    /// <summary>They are there also after a loss of power.</summary>
    private static void WriteRecords(string path)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(Records), 0);
        RandomAccess.FlushToDisk(file);
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        while (!await condition())
        {
            if (limit.IsCancellationRequested) Assert.Fail($"not in time: {what}");
            await Task.Delay(50, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Debian's folder of libfaketime, whatever the processor.</summary>
    private static string FakeTime =>
        Directory.GetDirectories("/usr/lib").Select(d => Path.Combine(d, "faketime")).FirstOrDefault(Directory.Exists)
            ?? throw new InvalidOperationException("The clocks of nodes take libfaketime; install it: apt-get install libfaketime");

    public Task RestartAsync(string node) => DockerAsync("restart", "-t", "0", NameOf(node));

    private Task StartAsync(string node, string image, params string[] more) =>
        DockerAsync(
        [
            "run", "-d", "--name", NameOf(node), "--network", $"{_project}_default", "--label", $"{ComposeLabels.Project}={_project}",
            "--label", $"{ComposeLabels.Service}={node}", "-v", $"{_directory}/volumes/{node}:/data", "-v", $"{FakeTime}:/faketime:ro",
            "-e", "LD_PRELOAD=/faketime/libfaketime.so.1", "-e", $"FAKETIME_TIMESTAMP_FILE={ClockFile}", "-e", "FAKETIME_NO_CACHE=1",
            "-e", "FAKETIME_DONT_FAKE_MONOTONIC=1", .. more, image, "perl", "-e", Server,
        ]);

    public static Task<string> DockerAsync(params string[] arguments) => CommandRunner.RunOrThrowAsync(new("docker", arguments), default);
}
