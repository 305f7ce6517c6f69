using ChaosService.Docker.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container;

/// <summary>The engine's view of a node's container, when there may no longer be a cluster to ask.</summary>
internal static class Inspection
{
    /// <summary>Null when the container no longer exists.</summary>
    public static async Task<State?> StateOfAsync(this DockerClient docker, string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await docker.Containers.InspectContainerAsync(id, cancellationToken)).State ?? new State();
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
    }

    /// <summary>0 when it does not run or does not exist.</summary>
    public static async Task<int> PidOfAsync(this DockerClient docker, string id, CancellationToken cancellationToken) =>
        await docker.StateOfAsync(id, cancellationToken) is { Running: true } state ? (int)state.Pid : 0;

    /// <summary>
    /// The container that a recipe names, or the one that took its place: another fault may have recreated the node's container, and what
    /// is active on the node is active on that one.
    /// </summary>
    /// <returns>Its id; null when the node has none.</returns>
    public static async Task<ContainerId?> CurrentAsync(
        this DockerClient docker, ProjectName project, string node, ContainerId id, CancellationToken cancellationToken) =>
        await docker.StateOfAsync(id, cancellationToken) is not null ? id : await docker.FindNodeAsync(project, node, cancellationToken);

    /// <summary>Of the first process of that container; 0 when it does not run, or there is none.</summary>
    public static async Task<int> CurrentPidAsync(
        this DockerClient docker, ProjectName project, string node, ContainerId id, CancellationToken cancellationToken) =>
        await docker.CurrentAsync(project, node, id, cancellationToken) is { } current
            ? await docker.PidOfAsync(current, cancellationToken)
            : 0;
}
