namespace ChaosService.Model.Recovery;

/// <summary>How to undo something after the process that did it is gone. Idempotent and self-contained.</summary>
/// <param name="Kind">Who can carry it out: a fault kind's name, or <c>target</c>.</param>
/// <param name="Data">JSON that only this kind reads.</param>
/// <param name="Description">What carrying it out does, in a phrase for <c>faults list</c>.</param>
public sealed record RevertRecipe(string Kind, string Data, string Description);

/// <summary>Undoes what a dead process had done, using only the journalled recipe.</summary>
public interface ILeftoverReverter
{
    string Name { get; }

    /// <summary>
    /// Carries out a recipe that an earlier process journalled. Returns when it is certain that nothing is left; throws otherwise.
    /// </summary>
    Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken);
}
