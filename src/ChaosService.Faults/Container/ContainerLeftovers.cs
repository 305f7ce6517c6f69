using ChaosService.Docker.Engine;

namespace ChaosService.Faults.Container;

/// <summary>Brings a dead run's containers back, whichever of its faults had them: running and not paused. One that was removed needs nothing.</summary>
internal static class ContainerLeftovers
{
    public static async Task BringBackAsync(DockerClient docker, ContainerRecipe recipe, CancellationToken cancellationToken)
    {
        foreach (var container in recipe.Containers)
        {
            if (await docker.StateOfAsync(container.Id, cancellationToken) is not { } state) continue;
            if (state.Paused) await docker.Containers.UnpauseContainerAsync(container.Id, cancellationToken);
            else if (!state.Running) await docker.Containers.StartContainerAsync(container.Id, cancellationToken);

            var now = await docker.StateOfAsync(container.Id, cancellationToken);
            if (now is { Running: false } or { Paused: true })
                throw new InvalidOperationException($"{container.Node} is {now.Status} after it was brought back; look at docker logs {container.Id[..12]}.");
        }
    }
}
