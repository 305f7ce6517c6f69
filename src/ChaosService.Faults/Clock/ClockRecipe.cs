using System.Text.Json;
using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Clock;

/// <summary>The files that set the clocks, and the nodes to restart if they died of it.</summary>
internal sealed record ClockRecipe(ContainerRecipe Nodes, IReadOnlyList<ClockRecipe.Clock> Clocks)
{
    /// <param name="Spot">The volume that the file is in.</param>
    public sealed record Clock(FilesystemSpot Spot, ControlFile File);

    public static ClockRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<ClockRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"put {string.Join(", ", Clocks.Select(c => $"{c.Spot}{c.File.Path}"))} back, and start what died of it");
}
