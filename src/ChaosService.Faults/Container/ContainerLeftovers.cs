using Docker.DotNet;

namespace ChaosService.Faults.Container;

/// <summary>
/// Removes one fault's holds from its containers. If its run is active in this process, the holds of its other faults stay. If the
/// process is dead, its containers are brought back, whichever of its faults held them: running and not paused. One that was removed needs
/// nothing.
/// </summary>
internal sealed class ContainerLeftovers(DockerClient docker, ContainerStates states)
{
    /// <param name="start">In a run that goes on: start what is down and held by nobody.</param>
    public async Task BringBackAsync(ContainerRecipe recipe, bool start, CancellationToken cancellationToken)
    {
        if (states.ActiveOn(recipe.Project) is { } active)
        {
            foreach (var container in recipe.Containers) await active.LetGoAsync(recipe.Fault, container.Node, start, cancellationToken);
            return;
        }
        foreach (var container in recipe.Containers)
        {
            if (await docker.CurrentAsync(recipe.Project, container.Node, container.Id, cancellationToken) is not { } id
                || await docker.StateOfAsync(id, cancellationToken) is not { } state) continue;
            if (state.Paused) await docker.Containers.UnpauseContainerAsync(id, cancellationToken);
            else if (!state.Running) await docker.Containers.StartContainerAsync(id, cancellationToken: cancellationToken);

            var now = await docker.StateOfAsync(id, cancellationToken);
            if (now is { Running: false } or { Paused: true })
                throw new InvalidOperationException(
                    $"{container.Node} is {now.Status} after it was brought back; look at docker logs {id.Text[..12]}.");
        }
    }
}
