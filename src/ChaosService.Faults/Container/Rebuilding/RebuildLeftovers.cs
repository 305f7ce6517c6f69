using Docker.DotNet;

namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>Makes the containers of a recipe that are not there, and lets them run.</summary>
internal sealed class RebuildLeftovers(DockerClient docker, ContainerStates states)
{
    public async Task UndoAsync(RebuildRecipe recipe, CancellationToken cancellationToken)
    {
        var rebuild = new Rebuild(docker, states.Time);
        var made = new List<ContainerRecipe.Container>();
        foreach (var (blueprint, imageId) in recipe.Parts)
        {
            await rebuild.EnsureAsync(blueprint, imageId, cancellationToken);
            made.Add(new(blueprint.Node, (await rebuild.FindAsync(blueprint.Name, cancellationToken))?.ID ?? blueprint.Id));
        }
        await new ContainerLeftovers(docker, states).BringBackAsync(
            new ContainerRecipe(recipe.Project, recipe.Fault, made), start: true, cancellationToken);
    }
}
