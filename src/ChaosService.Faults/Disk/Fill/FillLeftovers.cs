using ChaosService.Docker.Engine;
using ChaosService.Faults.Container;

namespace ChaosService.Faults.Disk.Fill;

/// <summary>Deletes a dead run's fill files and starts the nodes that died of them. They ran before: a fill of a node that does not run is refused.</summary>
internal static class FillLeftovers
{
    public static async Task RemoveAsync(DockerClient docker, FillRecipe recipe, CancellationToken cancellationToken)
    {
        foreach (var spot in recipe.Spots)
            await spot.DeleteAsync(docker, () => docker.Containers.StartContainerAsync(spot.ContainerId, cancellationToken), cancellationToken);
        var containers = recipe.Spots.Select(s => new ContainerRecipe.Container(s.Node, s.ContainerId));
        await ContainerLeftovers.BringBackAsync(docker, new ContainerRecipe([.. containers]), cancellationToken);
    }
}
