using System.Text.Json;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network;

/// <summary>Whose networks to clean. A container keeps its id over a restart; its process and network do not.</summary>
internal sealed record NetworkRecipe(string Project, IReadOnlyList<NetworkRecipe.Container> Containers)
{
    public sealed record Container(string Node, string Id);

    public static NetworkRecipe For(ICluster cluster, IEnumerable<NodeRuntime> nodes) =>
        new(cluster.Project, [.. nodes.Where(n => n.State != NodeState.Gone).Select(n => new Container(n.Node, n.ContainerId))]);

    public static NetworkRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<NetworkRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(kind, JsonSerializer.Serialize(this), $"remove this service's rules from the networks of {string.Join(", ", Containers.Select(c => c.Node))}");
}
