using ChaosService.Faults.Container;
using Docker.DotNet;

namespace ChaosService.Faults.Disk;

/// <summary>
/// Undoes a fault on filesystems from its recipe: lets go, deletes what it made, and starts the nodes that died of it, unless another fault
/// of a run that goes on holds them down. They ran before: a fault on the disk of a node that does not run is refused.
/// </summary>
internal sealed class DiskLeftovers(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
{
    /// <param name="undo">Undoes what the fault created: the top of the filesystem, and the name there.</param>
    public async Task UndoAsync(DiskRecipe recipe, Action<string, string> undo, CancellationToken cancellationToken)
    {
        foreach (var spot in recipe.Spots)
        {
            var directory = await spot.ReachAsync(docker, () => StartAsync(recipe, spot, cancellationToken), cancellationToken);
            if (directory is null) continue;
            if (filesystems.ActiveOn(recipe.Project) is { } active)
            {
                await active.LetGoAsync(recipe.Fault, spot, cancellationToken);
                if (recipe.Mark is { } own) await active.WriteAsync(spot, top => undo(top, own), cancellationToken);
                continue;
            }
            await ClusterFilesystems.LiftAsync(docker, spot, directory, cancellationToken);
            if (recipe.Mark is { } mark) undo(directory, mark);
        }
        var held = recipe.Spots.Select(s => new ContainerRecipe.Container(s.Node, s.ContainerId));
        await new ContainerLeftovers(docker, containers).BringBackAsync(
            new ContainerRecipe(recipe.Project, recipe.Fault, [.. held]), start: true, cancellationToken);
    }

    private Task StartAsync(DiskRecipe recipe, FilesystemSpot spot, CancellationToken cancellationToken) =>
        containers.ActiveOn(recipe.Project)?.LetGoAsync(recipe.Fault, spot.Node, start: true, cancellationToken)
            ?? docker.Containers.StartContainerAsync(spot.ContainerId, cancellationToken: cancellationToken);
}
