using ChaosService.Experiments.Planning.Draws;
using ChaosService.Experiments.Planning.Programs;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Model.Randomness;

namespace ChaosService.Experiments.Planning;

/// <summary>
/// Every fault of an experiment with its time and its nodes. Each occurrence has its own random stream, so that changing one entry does not
/// affect the choices of the others.
/// </summary>
internal static class FaultDraw
{
    /// <summary>A repeated fault that the end would cut to less than this is left out: its effect could not be observed.</summary>
    private static readonly TimeSpan HoldMin = TimeSpan.FromSeconds(1);

    /// <summary>By start, with ids in that order.</summary>
    public static IReadOnlyList<PlannedFault> Of(Experiment experiment, long seed) => Named(
        experiment.Faults.SelectMany((fault, index) => Expand(experiment, fault, index, seed))
            .Concat(experiment.Mixes.SelectMany((mix, index) => Expand(experiment, mix, index, seed)))
            .Concat(Programmed(experiment, seed)));

    /// <summary>A fault that is waited for comes earlier in the program and begins no later: it already has its name.</summary>
    private static List<PlannedFault> Named(IEnumerable<PlannedFault> faults)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        List<PlannedFault> result = [];
        foreach (var fault in faults.OrderBy(f => f.At))
        {
            var name = $"f{result.Count + 1}";
            if (fault.Id.Length > 0) names.Add(fault.Id, name);
            result.Add(fault with { Id = name, After = [.. fault.After.Select(id => names[id])] });
        }
        return result;
    }

    private static IReadOnlyList<PlannedFault> Programmed(Experiment experiment, long seed) => experiment.Nemesis is not { } nemesis ? []
        : new ProgramDraw(experiment.Duration, seed, (fault, at, hold, random) => Place(experiment, fault, at, hold, random)).Of(nemesis);

    private static IEnumerable<PlannedFault> Expand(Experiment experiment, FaultSpec fault, int index, long seed)
    {
        var first = fault.At ?? fault.Every ?? TimeSpan.Zero;
        for (var n = 0; n < Planner.FaultsMax; n++)
        {
            var random = SeededRandom.Derive(seed, $"faults/{index}/{n}");
            var at = first + n * (fault.Every ?? TimeSpan.Zero) + Chance.Late(random, fault.Jitter);
            var left = experiment.Duration - at;
            var hold = fault.For ?? fault.Parameters.OwnHold ?? left;
            if (left <= TimeSpan.Zero || (n > 0 && left < hold && (left < HoldMin || left < fault.Parameters.LeastHold))) yield break;
            yield return Place(experiment, fault, at, hold < left ? hold : left, random);
            if (fault.Every is null) yield break;
        }
    }

    /// <summary>Only slots that end before the load does: a fault of a mix is never cut, and load continues after it.</summary>
    private static IEnumerable<PlannedFault> Expand(Experiment experiment, MixSpec mix, int index, long seed)
    {
        var first = mix.At ?? mix.Every;
        for (var n = 0; n < Planner.FaultsMax && first + ((n + 1) * mix.Every) <= experiment.Duration; n++)
        {
            var random = SeededRandom.Derive(seed, $"mix/{index}/{n}");
            var fault = Chance.Choose(mix.Of, w => w.Weight, random).Fault;
            var at = first + n * mix.Every + Chance.Late(random, mix.Jitter);
            yield return Place(experiment, fault, at, fault.For ?? fault.Parameters.OwnHold ?? experiment.Duration - at, random);
        }
    }

    private static PlannedFault Place(Experiment experiment, FaultSpec fault, TimeSpan at, TimeSpan hold, SeededRandom random)
    {
        var nodes = NodeChoice.Draw(fault.On, experiment.Target.Definition, experiment.Safety, random);
        var drawn = fault.On.Kind is SelectorKind.Random or SelectorKind.Minority or SelectorKind.Majority;
        var seed = (long)(random.NextUInt64() >> 11);
        return new PlannedFault(
            "", fault.Kind, fault.Parameters, at, hold, nodes, fault.On.Role, fault.On.Role is null ? 0 : fault.On.Count, fault.On.Group,
            drawn, seed) { When = fault.When };
    }
}
