using ChaosService.Faults.Container;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Shutdown;

/// <summary>Undoes a shutdown from its recipe: the filesystem is mounted again, and the node started, unless another fault of a run that
/// goes on holds it down.</summary>
internal sealed class ShutdownLeftovers(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems)
{
    public async Task UndoAsync(ShutdownRecipe recipe, CancellationToken cancellationToken)
    {
        foreach (var volume in recipe.Volumes) await RestoreAsync(recipe, volume, cancellationToken);
        var nodes = recipe.Volumes.Select(v => new ContainerRecipe.Container(v.Spot.Node, v.Spot.ContainerId));
        await new ContainerLeftovers(docker, containers).BringBackAsync(
            new ContainerRecipe(recipe.Project, recipe.Fault, [.. nodes]), start: true, cancellationToken);
    }

    private async Task RestoreAsync(ShutdownRecipe recipe, ShutdownVolume volume, CancellationToken cancellationToken)
    {
        async Task AgainAsync()
        {
            var id = await docker.CurrentAsync(recipe.Project, volume.Spot.Node, volume.Spot.ContainerId, cancellationToken);
            await volume.RestoreAsync(docker, containers.Time, id?.Text, cancellationToken);
            if (recipe.Mark is not null) DiskRecipe.Delete(volume.Top(docker), recipe.Mark);
        }
        if (filesystems.ActiveOn(recipe.Project) is { } active)
            await active.LetGoAsync(recipe.Fault, volume.Spot, cancellationToken, AgainAsync);
        else await AgainAsync();
    }
}
