using ChaosService.Experiments.Planning.Programs;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Model.Randomness;

namespace ChaosService.Experiments.Planning;

/// <summary>Makes every choice that depends on the seed. Pure: the same experiment and seed give the same plan.</summary>
public static class Planner
{
    /// <summary>More than this from one entry means a mistake in its <c>every</c>.</summary>
    internal const int FaultsMax = 1000;

    /// <summary>
    /// The plan of a whole run. For a soak it is the overall plan, without faults: <see cref="PlanWindow"/> makes those; or that of a
    /// single window, if only that is requested.
    /// </summary>
    /// <param name="seed">The experiment's own, the user's, or one drawn by the caller: the plan records it.</param>
    public static Plan Plan(Experiment experiment, long seed) => experiment.Soak switch
    {
        null => Frame(experiment, seed, FaultDraw.Of(experiment, seed)),
        { Only: { } window } => PlanWindow(experiment, seed, window),
        var soak =>
            Frame(experiment, seed, []) with { Soak = new PlannedSoak(soak, (int)(experiment.Duration / soak.Window), Kinds(experiment)) },
    };

    /// <summary>
    /// One window of a soak, as a separate plan. It depends only on the run's seed and the window's number: window 10,000 is made without
    /// the 9,999 before it. Checks over the whole soak are not included.
    /// </summary>
    /// <param name="window">From 1.</param>
    public static Plan PlanWindow(Experiment experiment, long seed, int window)
    {
        var soak = experiment.Soak ?? throw new ArgumentException("only a soak has windows", nameof(experiment));
        var own = (long)(SeededRandom.Derive(seed, $"windows/{window}").NextUInt64() >> 1);
        var alone = experiment with
        {
            Soak = null, Duration = soak.Window, Checks = [.. experiment.Checks.Where(c => !c.Parameters.OverWholeSoak)],
        };
        // The faults of every window have unique names: the run's fault journal and its live events contain all of them.
        string Own(string id) => $"w{window}-{id}";
        var faults = FaultDraw.Of(alone, own).Select(f => f with { Id = Own(f.Id), After = [.. f.After.Select(Own)] });
        // The expectation applies to the soak as a whole.
        var plan = Frame(alone, own, [.. faults]) with { Window = window, Expect = null };
        return plan with
        {
            Actions = [.. plan.Actions.Select(a => a with { Id = Own(a.Id), After = a.After is null ? null : Own(a.After) })],
        };
    }

    private static Plan Frame(Experiment experiment, long seed, IReadOnlyList<PlannedFault> faults) => new()
    {
        Experiment = experiment.Name,
        Description = experiment.Description,
        Labels = experiment.Labels,
        Seed = seed,
        Target = experiment.Target,
        Duration = experiment.Duration,
        Load = [.. experiment.Load.Select(
            (l, i) => new PlannedLoad(i, l.Workload, l.Parameters, l.Clients, l.RatePerSecond, l.Timeout, l.Client))],
        Faults = faults,
        UntilVerdict = experiment.Nemesis?.UntilVerdict == true,
        Quiet = experiment.Nemesis?.Quiet ?? TimeSpan.Zero,
        Checks = [.. experiment.Checks.Select(c => new PlannedCheck(c.Kind, c.Parameters))],
        Actions = ActionDraw.Of(experiment, seed),
        SteadyState = experiment.SteadyState,
        Abort = experiment.Abort,
        Safety = experiment.Safety,
        Expect = experiment.Expect,
    };

    private static IReadOnlyList<string> Kinds(Experiment experiment) =>
    [
        .. experiment.Faults.Select(f => f.Kind).Concat(experiment.Mixes.SelectMany(m => m.Of).Select(w => w.Fault.Kind))
            .Concat(experiment.Nemesis is { } nemesis ? Extent.FaultsOf(nemesis.Program).Select(f => f.Kind) : []).Distinct(),
    ];
}
