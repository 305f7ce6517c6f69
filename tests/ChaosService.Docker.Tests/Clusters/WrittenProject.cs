using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Processes;
using ChaosService.Faults;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Docker.DotNet;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>A compose project of a user's, written by a test, to attach to. Gone when disposed.</summary>
internal sealed class WrittenProject : IAsyncDisposable
{
    private const string Head = """
        version: "2.4"
        x-sleeper: &sleeper { image: "debian:bookworm-slim", command: [sleep, infinity], stop_grace_period: 0s }

        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("chaosservice-written-").FullName;
    private readonly List<ICluster> _attached = [];
    private readonly ClusterProvider _provider;

    private WrittenProject(string services)
    {
        File.WriteAllText(ComposeFile, Head + services);
        _provider = new ClusterProvider(
            Docker, new ComposeProbe(), new StateDirectory(_directory), TimeProvider.System, NullLogger<ClusterProvider>.Instance);
    }

    public DockerClient Docker { get; } = EngineEndpoint.FromEnvironment().CreateClient();

    public string Name { get; } = $"written{Guid.NewGuid().ToString("n")[..8]}";

    private string ComposeFile => Path.Combine(_directory, "docker-compose.yaml");

    /// <param name="services">YAML from <c>services:</c> on; <c>*sleeper</c> is a container that sleeps.</param>
    /// <param name="up">Arguments of <c>up</c>, such as <c>--scale member=3</c>.</param>
    public static async Task<WrittenProject> UpAsync(string services, params string[] up)
    {
        var project = new WrittenProject(services);
        await project.ComposeAsync(["up", "--detach", .. up]);
        return project;
    }

    public Task ComposeAsync(params string[] arguments) =>
        CommandRunner.RunOrThrowAsync(
            new("docker-compose", ["-p", Name, "-f", ComposeFile, .. arguments]) { Timeout = TimeSpan.FromSeconds(60) }, default);

    public static Task DockerAsync(params string[] arguments) => CommandRunner.RunOrThrowAsync(new("docker", arguments), default);

    /// <param name="nodes">As an experiment lists them.</param>
    public async Task<ICluster> AttachAsync(params string[] nodes)
    {
        ClusterNode[] named = [.. nodes.Select(n => new ClusterNode(n, "none"))];
        var definition = new TargetDefinition { Name = Name, Database = "none", Nodes = named };
        var cluster = await _provider.UpAsync(
            new ClusterRequest(definition, new(Name), Attach: true, new Dictionary<string, string>(), "test"), new Progress<string>(),
            default);
        _attached.Add(cluster);
        return cluster;
    }

    public IFault Fault(ICluster cluster, string kind, FaultParameters parameters, params string[] nodes) => FaultKinds
        .All(Docker, TimeProvider.System, NullLoggerFactory.Instance).Single(k => k.Name == kind)
        .Create(new FaultRequest("test", new("f1"), parameters, [.. nodes.SelectMany(n => cluster.Nodes.Called(n))], cluster, Seed: 1));

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _attached) await _provider.DownAsync(cluster, new Progress<string>(), default);
        await ComposeAsync("down", "--volumes");
        Docker.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
