using System.Text.Json;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>What a fault limits, and what was there before.</summary>
internal sealed record LimitRecipe(ProjectName Project, FaultId Fault, IReadOnlyList<LimitRecipe.Limited> Nodes)
{
    /// <param name="Found">What the file held before any fault.</param>
    /// <param name="Set">What the fault writes: a file that holds something else is not its own any more.</param>
    public sealed record Limited(string Node, ContainerId ContainerId, string Found, string Set);

    public static LimitRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<LimitRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe(string kind) =>
        new(
            kind, JsonSerializer.Serialize(this),
            $"write {string.Join(", ", Nodes.Select(n => $"'{n.Found}' back to the control group of {n.Node}"))}, and start what died "
                + "of it");
}
