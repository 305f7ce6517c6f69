using System.Text.Json;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Disk.Shutdown;

/// <summary>Which filesystems to mount again, under which containers.</summary>
/// <param name="Mark">Name of the fault's file at the top of each; null: it makes none.</param>
internal sealed record ShutdownRecipe(ProjectName Project, FaultId Fault, string? Mark, IReadOnlyList<ShutdownVolume> Volumes)
{
    public static ShutdownRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<ShutdownRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"mount {string.Join(", ", Volumes.Select(v => $"{v.Spot}"))} again if it was shut down, and start the node");
}
