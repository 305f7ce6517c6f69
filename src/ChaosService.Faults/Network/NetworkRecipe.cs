using System.Text.Json;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Network;

/// <summary>Whose networks to clean, of which fault. A container keeps its id over a restart; its process and network do not.</summary>
internal sealed record NetworkRecipe(string Project, string Fault, IReadOnlyList<NetworkRecipe.Container> Containers)
{
    public sealed record Container(string Node, string Id);

    public static NetworkRecipe For(FaultRequest request, IEnumerable<NodeRuntime> nodes) =>
        new(
            request.Cluster.Project, request.Id,
            [.. nodes.Where(n => n.State != NodeState.Gone).Select(n => new Container(n.Node, n.ContainerId))]);

    public static NetworkRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<NetworkRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"remove what {Fault} put into the networks of {string.Join(", ", Containers.Select(c => c.Node))}");
}
