using ChaosService.Faults.Container;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Fill;

/// <summary>
/// Deletes fill files from their recipe and starts the nodes that died of them, unless another fault of a run that goes on holds them down.
/// They ran before: a fill of a node that does not run is refused.
/// </summary>
internal sealed class FillLeftovers(DockerClient docker, ContainerStates states)
{
    public async Task RemoveAsync(FillRecipe recipe, CancellationToken cancellationToken)
    {
        foreach (var spot in recipe.Spots)
            await spot.DeleteAsync(docker, () => StartAsync(recipe, spot, cancellationToken), cancellationToken);
        var containers = recipe.Spots.Select(s => new ContainerRecipe.Container(s.Node, s.ContainerId));
        await new ContainerLeftovers(docker, states).BringBackAsync(
            new ContainerRecipe(recipe.Project, recipe.Fault, [.. containers]), start: true, cancellationToken);
    }

    private Task StartAsync(FillRecipe recipe, FillSpot spot, CancellationToken cancellationToken) =>
        states.ActiveOn(recipe.Project)?.LetGoAsync(recipe.Fault, spot.Node, start: true, cancellationToken)
            ?? docker.Containers.StartContainerAsync(spot.ContainerId, cancellationToken: cancellationToken);
}
