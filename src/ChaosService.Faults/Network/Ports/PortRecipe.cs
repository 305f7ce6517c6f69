using System.Text.Json;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Network.Ports;

/// <summary>Whose ports are taken, and what their ranges were.</summary>
internal sealed record PortRecipe(ProjectName Project, FaultId Fault, IReadOnlyList<PortRecipe.Node> Nodes)
{
    public sealed record Node(string Name, ContainerId ContainerId, PortRange Found);

    public static PortRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<PortRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) => new(
        kind, JsonSerializer.Serialize(this),
        $"let {string.Join(", ", Nodes.Select(n => $"{n.Name} choose from the ports {n.Found}"))} again");

    /// <summary>A range of another width is not the fault's: the node has another network since, or someone else wrote it.</summary>
    public static async Task RestoreAsync(int pid, PortRange found)
    {
        if ((await PortRange.ReadAsync(pid)).Count == HeldPorts.Width) await PortRange.WriteAsync(pid, found);
    }
}
