using System.Collections.Concurrent;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Volumes;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace ChaosService.Docker.Clusters;

/// <summary>Targets that are compose projects on a container engine.</summary>
public sealed class ClusterProvider(
    DockerClient docker, ComposeProbe compose, StateDirectory state, TimeProvider time, ILogger<ClusterProvider> logger)
    : IClusterProvider
{
    private readonly ConcurrentDictionary<ICluster, (ClusterWatch Watch, TargetRecipe? Undo)> _up = new();
    private readonly TargetRemoval _removal = new(docker, time);

    /// <summary><c>target</c></summary>
    public string Name => TargetRecipe.Kind;

    public RevertRecipe? RecipeFor(ClusterRequest request) => request.Attach ? null : TargetRecipe.For(request, state).ToRevertRecipe();

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        _removal.RunAsync(TargetRecipe.Read(recipe.Data), cancellationToken);

    public async Task<ICluster> UpAsync(ClusterRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (request.Attach)
        {
            progress.Report($"attaching to the compose project {request.Project}");
            return await WatchAsync(request, undo: null, cancellationToken);
        }
        await RefuseOccupiedAsync(request.Project, cancellationToken);
        var undo = TargetRecipe.For(request, state);
        try
        {
            await CreateAsync(request, undo, progress, cancellationToken);
            return await WatchAsync(request, request.Keep ? null : undo, cancellationToken);
        }
        catch
        {
            await _removal.RunAsync(undo, CancellationToken.None);
            throw;
        }
    }

    public async Task DownAsync(ICluster cluster, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (!_up.TryRemove(cluster, out var up)) return;
        await up.Watch.DisposeAsync();
        if (up.Undo is null) return;
        progress.Report($"taking {cluster.Project} down");
        await _removal.RunAsync(up.Undo, cancellationToken);
    }

    private async Task CreateAsync(
        ClusterRequest request, TargetRecipe undo, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var program = await compose.FindAsync(cancellationToken);
        if (undo.VolumesDirectory is { } volumes)
        {
            progress.Report(
                $"making a filesystem of {request.Definition.VolumeBytes >> 20} MiB for each of {request.Definition.Nodes.Count} nodes");
            await new NodeVolumes(volumes, EngineMounts.Of(docker), time).CreateAsync(
                request.Definition.Nodes.Select(n => n.Name), request.Definition.VolumeBytes!.Value, cancellationToken);
        }
        var prefix = await NetworkPrefix.FreeAsync(docker, request.Project, cancellationToken);
        string[] members = [.. request.Definition.Nodes.Where(n => n.Group == request.Definition.Nodes[0].Group).Select(n => n.Name)];
        var project = new ComposeProject(
            docker, program, request, new ComposeVariables(request.RunId, prefix, members, undo.VolumesDirectory));
        if (await project.LacksImagesAsync(cancellationToken))
        {
            progress.Report($"building the images of {request.Definition.Name} (once a machine)");
            await project.BuildAsync(cancellationToken);
        }
        progress.Report($"bringing {request.Project} up");
        await project.UpAsync(cancellationToken);
    }

    private async Task<ICluster> WatchAsync(ClusterRequest request, TargetRecipe? undo, CancellationToken cancellationToken)
    {
        var definition = await Discovery.CompleteAsync(docker, request.Project, request.Definition, cancellationToken);
        var cluster = new DockerCluster(docker, request.Project, definition);
        var watch = new ClusterWatch(docker, cluster, time, logger);
        try
        {
            await watch.StartAsync(cancellationToken);
            await new StartupCheck(docker, cluster, time).RunAsync(cancellationToken);
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
        _up[cluster] = (watch, undo);
        return cluster;
    }

    /// <summary>Compose would take over an existing project, and the undo would then remove what somebody else created.</summary>
    private async Task RefuseOccupiedAsync(ProjectName project, CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters { All = true, Filters = ComposeLabels.Filter((ComposeLabels.Project, project)) };
        var there = await docker.Containers.ListContainersAsync(parameters, cancellationToken);
        if (there.Count > 0)
            throw new ClusterUnavailableException(
                $"The compose project {project} has {there.Count} containers already; attach to it (target: {{ attach: {project} }}), or "
                    + $"remove it: docker rm -f $(docker ps -aq --filter label={ComposeLabels.Project}={project}).");
    }
}
