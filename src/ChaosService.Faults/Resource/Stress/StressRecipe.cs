using System.Text.Json;
using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Resource.Stress;

/// <summary>What a fault runs in nodes, by the name of its control groups there: a pid may mean another one by then.</summary>
/// <param name="Disk">Files that it makes besides; null: none.</param>
internal sealed record StressRecipe(ContainerRecipe Nodes, string Group, DiskRecipe? Disk)
{
    public static StressRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<StressRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"end what runs in the control group {Group} of {string.Join(", ", Nodes.Containers.Select(c => c.Node))}"
                + $"{(Disk is null ? "" : $", delete {Disk.Mark}")}, and start what died of it");
}
