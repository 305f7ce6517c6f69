using Docker.DotNet;

namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>Creates the missing containers of a recipe, and starts them.</summary>
internal sealed class RebuildLeftovers(DockerClient docker, ContainerStates states)
{
    /// <summary>The engine may still carry out a request from the process's last moment.</summary>
    private static readonly TimeSpan LateRemoval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task UndoAsync(RebuildRecipe recipe, CancellationToken cancellationToken)
    {
        var rebuild = new Rebuild(docker, states.Time);
        do await UndoOnceAsync(recipe, rebuild, cancellationToken);
        while (await WasLateAsync(recipe, rebuild, cancellationToken));
    }

    /// <summary>Whether a container that was still the first one is gone now.</summary>
    private async Task<bool> WasLateAsync(RebuildRecipe recipe, Rebuild rebuild, CancellationToken cancellationToken)
    {
        for (var from = states.Time.GetTimestamp(); states.Time.GetElapsedTime(from) < LateRemoval;)
        {
            var first = false;
            foreach (var (blueprint, _) in recipe.Parts)
            {
                var there = await rebuild.FindAsync(blueprint.Name, cancellationToken);
                if (there is null) return true;
                first |= there.ID == blueprint.Id;
            }
            if (!first) return false;
            await Task.Delay(Pause, states.Time, cancellationToken);
        }
        return false;
    }

    private async Task UndoOnceAsync(RebuildRecipe recipe, Rebuild rebuild, CancellationToken cancellationToken)
    {
        var made = new List<ContainerRecipe.Container>();
        foreach (var (blueprint, imageId) in recipe.Parts)
        {
            await rebuild.EnsureAsync(blueprint, imageId, cancellationToken);
            var there = await rebuild.FindAsync(blueprint.Name, cancellationToken);
            made.Add(new(blueprint.Node, there is null ? blueprint.Id : new(there.ID)));
        }
        await new ContainerLeftovers(docker, states).BringBackAsync(
            new ContainerRecipe(recipe.Project, recipe.Fault, made), start: true, cancellationToken);
    }
}
