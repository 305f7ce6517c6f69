using System.Text.Json;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>How to have the nodes' containers again when a process died between the removal of the old ones and the new ones' start.
/// </summary>
internal sealed record RebuildRecipe(ProjectName Project, FaultId Fault, IReadOnlyList<RebuildRecipe.Part> Parts)
{
    /// <param name="ImageId">A container of another image is to be replaced; null: whatever is there is right.</param>
    public sealed record Part(Blueprint Blueprint, string? ImageId);

    public static RebuildRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<RebuildRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"make the containers of {string.Join(", ", Parts.Select(p => p.Blueprint.Node))} as they were, and start them");
}
