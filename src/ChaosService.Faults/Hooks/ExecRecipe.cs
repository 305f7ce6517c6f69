using System.Text.Json;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Hooks;

/// <summary>The undo of a hook, as in the experiment, for each node.</summary>
internal sealed record ExecRecipe(IReadOnlyList<string> Undo, IReadOnlyList<HookCall> Calls)
{
    public static ExecRecipe Read(RevertRecipe recipe) =>
        JsonSerializer.Deserialize<ExecRecipe>(recipe.Data) ?? throw new JsonException("The recipe is empty.");

    public RevertRecipe ToRevertRecipe() =>
        new("exec", JsonSerializer.Serialize(this), $"run {string.Join(' ', Undo)} for {string.Join(", ", Calls.Select(c => c.Node))}");
}
