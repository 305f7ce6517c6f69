using System.Text.Json;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container;

/// <summary>Which containers to bring back. A container keeps its id over a restart.</summary>
internal sealed record ContainerRecipe(IReadOnlyList<ContainerRecipe.Container> Containers)
{
    public sealed record Container(string Node, string Id);

    public static ContainerRecipe For(IEnumerable<NodeRuntime> nodes) => new([.. nodes.Select(n => new Container(n.Node, n.ContainerId))]);

    public static ContainerRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<ContainerRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind, string verb) =>
        new(kind, JsonSerializer.Serialize(this), $"{verb} {string.Join(", ", Containers.Select(c => c.Node))}");
}
