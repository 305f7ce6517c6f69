using ChaosService.Docker.Compose;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Clusters;

/// <summary>Finds a node's container without a cluster object: a process that died left only a recipe.</summary>
public static class NodeContainers
{
    /// <summary>The id of the container that is now the project's node, by compose's labels; null: there is none.</summary>
    /// <param name="node">As named in a run: <c>etcd1</c>, or <c>member-2</c> of a service that has several.</param>
    public static async Task<ContainerId?> FindNodeAsync(
        this DockerClient docker, ProjectName project, string node, CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters { All = true, Filters = ComposeLabels.Filter((ComposeLabels.Project, project)) };
        var replicas = (await docker.Containers.ListContainersAsync(parameters, cancellationToken))
            .Where(ComposeLabels.IsNode).Select(c => (c.ID, Replica: Replica.Of(c.Labels)!)).ToList();
        var id = replicas.Find(r => r.Replica.Service == node).ID ?? replicas.Find(r => r.Replica == Replica.Parse(node)).ID;
        return id is null ? null : new ContainerId(id);
    }
}
