using ChaosService.Docker.Compose;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Clusters;

/// <summary>
/// Finds a project's members by compose's labels. Every container is a separate node, also where one service has several.
/// </summary>
internal static class Discovery
{
    /// <summary>
    /// The definition with its actual nodes. If it names none, every service is a node, in one group named after the database. If it names
    /// a service with several containers, each of them is a node, <c>member-1</c>, <c>member-2</c>. Throws
    /// <see cref="ClusterUnavailableException"/> when nothing runs.
    /// </summary>
    public static async Task<TargetDefinition> CompleteAsync(
        DockerClient docker, ProjectName project, TargetDefinition definition, CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters { All = true, Filters = ComposeLabels.Filter((ComposeLabels.Project, project)) };
        var containers = (await docker.Containers.ListContainersAsync(parameters, cancellationToken)).Where(ComposeLabels.IsNode).ToList();
        // A paused container is not reported as "running", but it runs.
        var running = containers.Where(c => c.State is not ("created" or "exited" or "dead" or "removing")).ToList();
        // Named nodes are inspected individually afterwards, and one that has exited gives the reason.
        var members = definition.Nodes.Count > 0 ? containers : running;
        if (members.Count == 0)
            throw new ClusterUnavailableException(
                $"No container of the compose project {project} runs. Start it, or name a running one "
                + $"(docker ps --format '{{{{.Label \"{ComposeLabels.Project}\"}}}}').");
        IReadOnlyList<ClusterNode> named =
            definition.Nodes.Count > 0 ? definition.Nodes
            : [.. Services(members).Select(s => new ClusterNode(s, definition.Database))];
        return definition with { Nodes = NodesOf(named, Replicas(members)) };
    }

    /// <summary>Each named node as its containers, in the order of the names and of their numbers.</summary>
    internal static IReadOnlyList<ClusterNode> NodesOf(IReadOnlyList<ClusterNode> named, IReadOnlyList<Replica> replicas)
    {
        ClusterNode[] nodes = [.. named.SelectMany(n => NodesOf(n, replicas))];
        return nodes.GroupBy(n => n.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new ClusterUnavailableException(
                $"The node {twice.Key} is there twice: name its service or its containers one by one (target: nodes), not both.")
            : nodes;
    }

    private static IEnumerable<ClusterNode> NodesOf(ClusterNode named, IReadOnlyList<Replica> replicas)
    {
        Replica[] own = [.. replicas.Where(r => r.Service == named.Name).OrderBy(r => r.Number)];
        if (own.Length > 1) return own.Select(r => r.AsNode(named.Group));
        // A service may itself be called member-2. A missing node is reported by its given name.
        return own.Length == 0 && Replica.Parse(named.Name) is { } one && replicas.Contains(one) ? [one.AsNode(named.Group)] : [named];
    }

    private static IEnumerable<string> Services(IEnumerable<ContainerListResponse> containers) =>
        Replicas(containers).Select(r => r.Service).Distinct().Order(StringComparer.Ordinal);

    private static IReadOnlyList<Replica> Replicas(IEnumerable<ContainerListResponse> containers) =>
        [.. containers.Select(c => Replica.Of(c.Labels)).OfType<Replica>().Distinct()];
}
