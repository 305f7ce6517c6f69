using System.Net;
using ChaosService.Docker.Engine;
using ChaosService.Docker.Engine.Containers;
using ChaosService.Docker.Engine.Networks;
using ChaosService.Docker.Volumes;

namespace ChaosService.Docker.Clusters;

/// <summary>
/// The undo of bringing a target up, by label alone: it works when half was made, when all is gone already and when the compose file is
/// not there any more. Only what carries this run's label is touched.
/// </summary>
internal sealed class TargetRemoval(DockerClient docker, TimeProvider time)
{
    private static readonly ContainerRemoveParameters WithForce = new(Force: true, RemoveVolumes: true);

    public async Task RunAsync(TargetRecipe recipe, CancellationToken cancellationToken)
    {
        var owned = ComposeLabels.Filter((ComposeLabels.Project, recipe.Project), (ComposeLabels.Run, recipe.RunId));
        var containers = await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = owned }, cancellationToken);
        await Task.WhenAll(containers.Select(c => UnlessGoneAsync(docker.Containers.RemoveContainerAsync(c.ID, WithForce, cancellationToken))));
        foreach (var network in await docker.Networks.ListNetworksAsync(new NetworksListParameters { Filters = owned }, cancellationToken))
            await UnlessGoneAsync(docker.Networks.DeleteNetworkAsync(network.ID, cancellationToken));
        foreach (var volume in await docker.Volumes.ListAsync(owned, cancellationToken))
            await UnlessGoneAsync(docker.Volumes.RemoveAsync(volume.Name, cancellationToken));
        if (recipe.VolumesDirectory is not null) await new NodeVolumes(recipe.VolumesDirectory, time).RemoveAsync(cancellationToken);
    }

    private static async Task UnlessGoneAsync(Task removal)
    {
        try
        {
            await removal;
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Somebody else removed it between the list and now, which is what was wanted.
        }
    }
}
