using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Docker.Tests.Clusters;

/// <summary>A provider with a state directory and a project of its own. Whatever a test leaves is removed when it ends.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string _id = Guid.NewGuid().ToString("n")[..8];
    private readonly List<ClusterRequest> _requests = [];

    public Stage()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("chaosservice-docker-").FullName;
        Provider = NewProvider();
    }

    public string Directory { get; }

    public DockerClient Docker { get; } = EngineEndpoint.FromEnvironment().CreateClient();

    public ClusterProvider Provider { get; }

    public string Project => $"docker-{_id}";

    public string Volumes => Path.Combine(Directory, "volumes", $"run-{_id}");

    /// <summary>Another one that knows nothing of the first, as after a crash.</summary>
    public ClusterProvider NewProvider() =>
        new(Docker, new ComposeProbe(), new StateDirectory(Directory), TimeProvider.System, NullLogger<ClusterProvider>.Instance);

    public ClusterRequest Request(TargetDefinition definition, bool attach = false)
    {
        var request = new ClusterRequest(definition, new(Project), attach, new Dictionary<string, string>(), $"run-{_id}");
        if (!attach) _requests.Add(request);
        return request;
    }

    public Task<ICluster> UpAsync(TargetDefinition definition) =>
        Provider.UpAsync(Request(definition), new Progress<string>(), TestContext.Current.CancellationToken);

    /// <summary>Everything of the project that is there, in words; empty when nothing is.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync()
    {
        var filters = ComposeLabels.Filter((ComposeLabels.Project, Project));
        var cancellation = TestContext.Current.CancellationToken;
        var containers =
            await Docker.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, cancellation);
        var networks = await Docker.Networks.ListNetworksAsync(new NetworksListParameters { Filters = filters }, cancellation);
        return
        [
            .. containers.Select(c => $"container {c.Names[0]}"),
            .. networks.Select(n => $"network {n.Name}"),
            .. MountTable.Below(Directory, File.ReadLines("/proc/self/mountinfo")).Select(m => $"mount {m}"),
            .. System.IO.Directory.Exists(Volumes) ? System.IO.Directory.GetFileSystemEntries(Volumes).Select(f => $"file {f}") : [],
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var request in _requests) await Provider.RevertLeftoverAsync(Provider.RecipeFor(request)!, CancellationToken.None);
        Docker.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
