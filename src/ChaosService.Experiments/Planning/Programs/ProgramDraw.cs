using ChaosService.Experiments.Planning.Draws;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Model.Randomness;

namespace ChaosService.Experiments.Planning.Programs;

/// <summary>
/// Expands a nemesis program into faults with times. Each step has its own random stream, named by its position in the program, so that a
/// change in one step does not affect the choices of the others.
/// </summary>
/// <param name="place">Draws a fault's nodes from its start, its duration and its stream.</param>
internal sealed class ProgramDraw(TimeSpan duration, long seed, Func<FaultSpec, TimeSpan, TimeSpan, SeededRandom, PlannedFault> place)
{
    private readonly List<PlannedFault> _faults = [];

    /// <summary>In the program's order. Their ids are only used to refer to each other in <see cref="PlannedFault.After"/>.</summary>
    public IReadOnlyList<PlannedFault> Of(NemesisSpec nemesis)
    {
        Draw(nemesis.Program, "nemesis", new Moment(nemesis.At, []));
        return _faults;
    }

    private Moment Draw(ProgramStep step, string path, Moment start) => step switch
    {
        InjectStep inject => Inject(inject.Fault, path, start),
        PauseStep pause => start with { At = start.At + pause.For },
        SequenceStep sequence => sequence.Steps.Index().Aggregate(start, (now, s) => Draw(s.Item, $"{path}/{s.Index}", now)),
        ParallelStep parallel => Join([.. parallel.Branches.Index().Select(b => Draw(b.Item, $"{path}/{b.Index}", start))]),
        MixStep mix => Draw(Chance.Choose(mix.Of, w => w.Weight, SeededRandom.Derive(seed, path)).Step, $"{path}/drawn", start),
        RepeatStep repeat => Repeat(repeat, path, start),
        _ => throw new ArgumentException($"there is no such step: {step.GetType().Name}", nameof(step)),
    };

    private Moment Inject(FaultSpec fault, string path, Moment start)
    {
        var hold = Extent.Hold(fault);
        var id = $"{_faults.Count}";
        _faults.Add(place(fault, start.At, hold, SeededRandom.Derive(seed, path)) with { Id = id, After = start.After });
        return new Moment(start.At + hold, [id]);
    }

    private Moment Repeat(RepeatStep repeat, string path, Moment start)
    {
        var times = repeat.Times ?? (int)Extent.Rounds(repeat, repeat.Every!.Value, duration - start.At);
        var now = start;
        for (var n = 0; n < times; n++)
        {
            var late = Chance.Late(SeededRandom.Derive(seed, $"{path}/{n}/late"), repeat.Jitter);
            if (repeat.Every is { } every) now = now with { At = start.At + n * every + late };
            now = Draw(repeat.Body, $"{path}/{n}", now);
        }
        return repeat.Every is { } rhythm ? now with { At = start.At + times * rhythm } : now;
    }

    private static Moment Join(IReadOnlyList<Moment> ends) =>
        new(ends.Max(e => e.At), [.. ends.SelectMany(e => e.After).Distinct()]);

    /// <param name="After">The faults that a step which begins here must wait for.</param>
    private readonly record struct Moment(TimeSpan At, IReadOnlyList<string> After);
}
