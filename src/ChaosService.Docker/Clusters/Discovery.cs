using ChaosService.Docker.Engine;
using ChaosService.Docker.Engine.Containers;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Clusters;

/// <summary>Finds a project's members by compose's labels.</summary>
internal static class Discovery
{
    /// <summary>
    /// The definition with its nodes filled in when it names none: every service is one, in one group named after the database. Throws
    /// <see cref="ClusterUnavailableException"/> when nothing of the project runs.
    /// </summary>
    public static async Task<TargetDefinition> CompleteAsync(DockerClient docker, ClusterRequest request, CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters { Filters = ComposeLabels.Filter((ComposeLabels.Project, request.Project)) };
        var running = (await docker.Containers.ListContainersAsync(parameters, cancellationToken)).Where(ComposeLabels.IsNode).ToList();
        if (running.Count == 0)
            throw new ClusterUnavailableException(
                $"No container of the compose project {request.Project} runs. Start it, or name a running one (docker ps --format '{{{{.Label \"{ComposeLabels.Project}\"}}}}').");
        var definition = request.Definition;
        if (definition.Nodes.Count > 0) return definition;
        var names = running.Select(c => ComposeLabels.NodeName(c.Labels)!).Distinct().Order(StringComparer.Ordinal);
        return definition with { Nodes = [.. names.Select(n => new ClusterNode(n, definition.Database))] };
    }
}
