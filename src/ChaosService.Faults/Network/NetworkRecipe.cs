using System.Runtime.CompilerServices;
using System.Text.Json;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Network;

/// <summary>Which networks to clean, and of which fault. A container keeps its id over a restart; its process and network do not.</summary>
internal sealed record NetworkRecipe(ProjectName Project, FaultId Fault, IReadOnlyList<NetworkRecipe.Container> Containers)
{
    public sealed record Container(string Node, ContainerId Id);

    public static NetworkRecipe For(FaultRequest request, IEnumerable<NodeRuntime> nodes) =>
        new(
            request.Cluster.Project, request.Id,
            [.. nodes.Where(n => n.State != NodeState.Gone).Select(n => new Container(n.Node, n.ContainerId))]);

    public static NetworkRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<NetworkRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    /// <summary>The nodes' networks that are still there. A container that does not run has no network that could hold a rule.</summary>
    public async IAsyncEnumerable<(string Node, int Pid)> NetworksAsync(
        DockerClient docker, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var container in Containers)
            if (await docker.CurrentPidAsync(Project, container.Node, container.Id, cancellationToken) is not 0 and var pid)
                yield return (container.Node, pid);
    }

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"remove what {Fault} put into the networks of {string.Join(", ", Containers.Select(c => c.Node))}");
}
