using ChaosService.Experiments.Planning.Draws;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Model.Randomness;

namespace ChaosService.Experiments.Planning;

/// <summary>Every action of an experiment with its time, or with the action that it waits for.</summary>
internal static class ActionDraw
{
    /// <summary>By time, with ids in that order; actions that wait for others come last, in the experiment's order.</summary>
    public static IReadOnlyList<PlannedAction> Of(Experiment experiment, long seed)
    {
        PlannedAction[] timed =
        [
            .. experiment.Actions.SelectMany((action, index) => Expand(experiment, action, index, seed)).OrderBy(a => a.At)
                .Select((action, i) => action with { Id = $"a{i + 1}" }),
        ];
        var ids = timed.DistinctBy(a => a.Name).ToDictionary(a => a.Name, a => a.Id, StringComparer.Ordinal);
        List<PlannedAction> result = [.. timed];
        foreach (var action in experiment.Actions.Where(a => a.After is not null))
        {
            var id = $"a{result.Count + 1}";
            result.Add(Place(action, null) with { Id = id, After = ids[action.After!] });
            ids.Add(action.Name, id);
        }
        return result;
    }

    private static IEnumerable<PlannedAction> Expand(Experiment experiment, ActionSpec action, int index, long seed)
    {
        if ((action.At ?? action.Every) is not { } first) yield break;
        for (var n = 0; n < Planner.FaultsMax; n++)
        {
            var random = SeededRandom.Derive(seed, $"actions/{index}/{n}");
            var at = first + n * (action.Every ?? TimeSpan.Zero) + Chance.Late(random, action.Jitter);
            if (at >= experiment.Duration) yield break;
            yield return Place(action, at);
            if (action.Every is null) yield break;
        }
    }

    private static PlannedAction Place(ActionSpec action, TimeSpan? at) => new(
        "", action.Name, action.Kind, action.Parameters, at, null, action.Wait, action.Timeout, action.Repeat, action.Retry)
    {
        Within = action.Within,
    };
}
