using ChaosService.Faults.Container;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>Takes one fault's limit off its nodes, and starts those that died of it.</summary>
internal sealed class LimitLeftovers(DockerClient docker, ContainerStates containers, NodeLimits limits)
{
    public async Task UndoAsync(LimitRecipe recipe, Knob knob, CancellationToken cancellationToken)
    {
        foreach (var node in recipe.Nodes)
        {
            if (limits.ActiveOn(recipe.Project) is { } active) await active.LetGoAsync(recipe.Fault, node.Node, knob, cancellationToken);
            else
                WriteBack(node, knob, await docker.CurrentPidAsync(recipe.Project, node.Node, node.ContainerId, cancellationToken));
        }
        var held = recipe.Nodes.Select(n => new ContainerRecipe.Container(n.Node, n.ContainerId));
        await new ContainerLeftovers(docker, containers).BringBackAsync(
            new ContainerRecipe(recipe.Project, recipe.Fault, [.. held]), start: true, cancellationToken);
    }

    /// <summary>A node that restarted meanwhile has a control group of its own, which the engine made as it was.</summary>
    private void WriteBack(LimitRecipe.Limited node, Knob knob, int pid)
    {
        if (NodeCgroup.Of(pid, limits.Root) is { } cgroup && knob.PathIn(cgroup) is { } file && Knob.Read(file) == node.Set)
            File.WriteAllText(file, node.Found);
    }
}
