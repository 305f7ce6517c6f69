using System.Net;
using ChaosService.Docker.Engine.Containers;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Clusters;

/// <summary>Reads a node's state out of what the engine says of its container.</summary>
internal static class NodeRuntimes
{
    public static NodeRuntime Gone(string node) => new(node, "", NodeState.Gone, 0, null, null, 0, []);

    public static NodeRuntime From(string node, string project, ContainerInspectResponse container)
    {
        var state = container.State switch
        {
            { Paused: true } => NodeState.Paused,
            { Running: true, Pid: > 0 } => NodeState.Running,
            _ => NodeState.Exited,
        };
        var alive = state != NodeState.Exited;
        return new NodeRuntime(
            node, container.ID, state,
            alive ? container.State.Pid : 0,
            alive ? Address(project, container.NetworkSettings.Networks) : null,
            container.State.StartedAt.Year > 1 ? container.State.StartedAt : null,
            container.State.ExitCode,
            [.. container.Mounts.Where(m => m.Source.Length > 0).Select(m => new NodeMount(m.Source, m.Destination))]);
    }

    /// <summary>A node may be on several networks: the project's default one wins, then the first by name.</summary>
    private static IPAddress? Address(string project, IReadOnlyDictionary<string, EndpointSettings> networks) =>
        networks.OrderBy(n => n.Key != $"{project}_default").ThenBy(n => n.Key, StringComparer.Ordinal)
            .Select(n => IPAddress.TryParse(n.Value.IPAddress, out var address) ? address : null)
            .FirstOrDefault(a => a is not null);
}
