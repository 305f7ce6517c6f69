using System.Globalization;
using System.Net;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Clusters;

/// <summary>Derives a node's state from the engine's data about its container.</summary>
internal static class NodeRuntimes
{
    public static NodeRuntime Gone(string node) => new(node, new(""), NodeState.Gone, 0, null, null, 0, []);

    public static NodeRuntime From(string node, ProjectName project, ContainerInspectResponse container)
    {
        var said = container.State ?? new State();
        var state = said switch
        {
            { Paused: true } => NodeState.Paused,
            { Running: true, Pid: > 0 } => NodeState.Running,
            _ => NodeState.Exited,
        };
        var alive = state != NodeState.Exited;
        return new NodeRuntime(
            node, new(container.ID), state,
            alive ? (int)said.Pid : 0,
            alive ? Address(project, container.NetworkSettings?.Networks ?? new Dictionary<string, EndpointSettings>()) : null,
            StartedAt(said),
            (int)said.ExitCode,
            [.. (container.Mounts ?? []).Where(m => m.Source.Length > 0).Select(m => new NodeMount(m.Source, m.Destination))]);
    }

    /// <summary>Null when it never ran, for which the engine reports year 1.</summary>
    private static DateTimeOffset? StartedAt(State state) =>
        DateTimeOffset.TryParse(state.StartedAt, CultureInfo.InvariantCulture, out var at) && at.Year > 1 ? at : null;

    /// <summary>A node may be on several networks: the project's default network takes precedence, then the first by name.</summary>
    private static IPAddress? Address(ProjectName project, IDictionary<string, EndpointSettings> networks) =>
        networks.OrderBy(n => n.Key != $"{project}_default").ThenBy(n => n.Key, StringComparer.Ordinal)
            .Select(n => IPAddress.TryParse(n.Value.IPAddress, out var address) ? address : null)
            .FirstOrDefault(a => a is not null);
}
