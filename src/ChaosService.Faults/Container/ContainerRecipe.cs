using System.Text.Json;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Container;

/// <summary>Which containers to bring back. A container keeps its id over a restart.</summary>
internal sealed record ContainerRecipe(ProjectName Project, FaultId Fault, IReadOnlyList<ContainerRecipe.Container> Containers)
{
    public sealed record Container(string Node, ContainerId Id);

    public static ContainerRecipe For(FaultRequest request, IEnumerable<NodeRuntime> nodes) =>
        new(request.Cluster.Project, request.Id, [.. nodes.Select(n => new Container(n.Node, n.ContainerId))]);

    public static ContainerRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<ContainerRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind, string verb) =>
        new(kind, JsonSerializer.Serialize(this), $"{verb} {string.Join(", ", Containers.Select(c => c.Node))}");
}
