using System.Text.Json;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Disk.Fill;

internal sealed record FillRecipe(string Project, string Fault, IReadOnlyList<FillSpot> Spots)
{
    public static FillRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<FillRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe() =>
        new(
            "disk-fill", JsonSerializer.Serialize(this),
            $"delete {string.Join(", ", Spots.Select(s => $"{s.Point}/{s.File} of {s.Node}"))}, and start what died of it");
}
