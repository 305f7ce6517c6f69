using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container;

/// <summary>What the engine says of a container by id, when there may be no cluster any more to ask.</summary>
internal static class Inspection
{
    /// <summary>Null when the container does not exist any more.</summary>
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
}
