using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Model.Randomness;

namespace ChaosService.Experiments.Planning;

/// <summary>Makes every choice that a seed decides. Pure: the same experiment and seed give the same plan.</summary>
public static class Planner
{
    /// <summary>More than this from one entry is a mistake in its <c>every</c>.</summary>
    internal const int FaultsMax = 1000;

    /// <summary>A repeated fault that would be cut shorter than this by the end is left out: its effect could not be seen.</summary>
    private static readonly TimeSpan HoldMin = TimeSpan.FromSeconds(1);

    /// <param name="seed">The experiment's own, the user's, or one drawn by the caller: the plan records it.</param>
    public static Plan Plan(Experiment experiment, long seed)
    {
        var faults = experiment.Faults
            .SelectMany((fault, index) => Expand(experiment, fault, index, seed))
            .OrderBy(f => f.At)
            .Select((fault, i) => fault with { Id = $"f{i + 1}" });
        return new Plan
        {
            Experiment = experiment.Name,
            Description = experiment.Description,
            Labels = experiment.Labels,
            Seed = seed,
            Target = experiment.Target,
            Duration = experiment.Duration,
            Load = [.. experiment.Load.Select((l, i) => new PlannedLoad(i, l.Workload, l.Parameters, l.Clients, l.RatePerSecond, l.Timeout, l.Client))],
            Faults = [.. faults],
            Checks = [.. experiment.Checks.Select(c => new PlannedCheck(c.Kind, c.Parameters))],
            Abort = experiment.Abort,
            Safety = experiment.Safety,
            Expect = experiment.Expect,
        };
    }

    /// <summary>
    /// Every occurrence has a random stream of its own, so that changing one fault leaves the choices of the others as they were.
    /// </summary>
    private static IEnumerable<PlannedFault> Expand(Experiment experiment, FaultSpec fault, int index, long seed)
    {
        var first = fault.At ?? fault.Every ?? TimeSpan.Zero;
        for (var n = 0; n < FaultsMax; n++)
        {
            var random = SeededRandom.Derive(seed, $"faults/{index}/{n}");
            var late = TimeSpan.FromMilliseconds(Math.Floor(random.NextDouble() * fault.Jitter.TotalMilliseconds));
            var at = first + n * (fault.Every ?? TimeSpan.Zero) + late;
            var left = experiment.Duration - at;
            var hold = fault.For ?? fault.Parameters.OwnHold ?? left;
            if (left <= TimeSpan.Zero || (n > 0 && left < hold && left < HoldMin)) yield break;

            var nodes = NodeChoice.Draw(fault.On, experiment.Target.Definition, experiment.Safety, random);
            var roleCount = fault.On.Role is null ? 0 : fault.On.Count;
            yield return new PlannedFault(
                "", fault.Kind, fault.Parameters, at, hold < left ? hold : left, nodes, fault.On.Role, roleCount, fault.On.Group);
            if (fault.Every is null) yield break;
        }
    }
}
