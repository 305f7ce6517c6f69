using System.Net;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Volumes;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Clusters;

/// <summary>
/// The undo of bringing a target up, only by labels: it works when the target is half created, already gone, and without the compose file.
/// Only objects with this run's label are removed.
/// </summary>
internal sealed class TargetRemoval(DockerClient docker, TimeProvider time)
{
    private static readonly ContainerRemoveParameters WithForce = new() { Force = true, RemoveVolumes = true };

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when a search found nothing. Idempotent.</summary>
    public async Task RunAsync(TargetRecipe recipe, CancellationToken cancellationToken)
    {
        var owned = ComposeLabels.Filter((ComposeLabels.Project, recipe.Project), (ComposeLabels.Run, recipe.RunId));
        var from = time.GetTimestamp();
        // Until nothing is found: an engine continues to create what a killed compose had requested.
        while (await RemoveAsync(owned, lastChance: time.GetElapsedTime(from) > Limit, cancellationToken))
            await Task.Delay(Pause, time, cancellationToken);
        if (recipe.VolumesDirectory is not null)
            await new NodeVolumes(recipe.VolumesDirectory, EngineMounts.Of(docker), time).RemoveAsync(cancellationToken);
    }

    /// <returns>Whether there was anything.</returns>
    private async Task<bool> RemoveAsync(
        IDictionary<string, IDictionary<string, bool>> owned, bool lastChance, CancellationToken cancellationToken)
    {
        var containers =
            await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = owned }, cancellationToken);
        await Task.WhenAll(
            containers.Select(c => TryAsync(docker.Containers.RemoveContainerAsync(c.ID, WithForce, cancellationToken), lastChance)));
        var networks = await docker.Networks.ListNetworksAsync(new NetworksListParameters { Filters = owned }, cancellationToken);
        foreach (var network in networks) await TryAsync(docker.Networks.DeleteNetworkAsync(network.ID, cancellationToken), lastChance);
        var volumes = (await docker.Volumes.ListAsync(new VolumesListParameters { Filters = owned }, cancellationToken)).Volumes ?? [];
        foreach (var volume in volumes)
            await TryAsync(docker.Volumes.RemoveAsync(volume.Name, cancellationToken: cancellationToken), lastChance);
        return containers.Count + networks.Count + volumes.Count > 0;
    }

    private static async Task TryAsync(Task removal, bool lastChance)
    {
        try
        {
            await removal;
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound || !lastChance)
        {
            // Already gone, which is the goal, or in use for a moment longer: the next search shows.
        }
    }
}
