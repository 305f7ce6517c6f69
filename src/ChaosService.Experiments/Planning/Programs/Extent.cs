using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Planning.Programs;

/// <summary>
/// The upper bound of a step, whatever the seed draws. A program of a few lines may mean more faults than any integer can hold.
/// </summary>
/// <param name="Longest">In seconds; infinite: until the end of the load.</param>
/// <param name="Faults">The maximum number of faults; infinite where only the load's end bounds them.</param>
internal readonly record struct Extent(double Longest, double Faults)
{
    /// <summary>The longest plannable time: longer ones are mistakes.</summary>
    private const double LongestMax = 1e9;

    public bool IsEndless => double.IsPositiveInfinity(Longest);

    public TimeSpan Length => TimeSpan.FromSeconds(Math.Min(Longest, LongestMax));

    /// <param name="left">From the step's beginning to the end of the load; null: not known.</param>
    public static Extent Of(ProgramStep step, TimeSpan? left) => step switch
    {
        InjectStep inject => new(Hold(inject.Fault).TotalSeconds, 1),
        PauseStep pause => new(pause.For.TotalSeconds, 0),
        SequenceStep sequence => Sum(sequence, left),
        ParallelStep parallel => new(parallel.Branches.Max(b => Of(b, left).Longest), parallel.Branches.Sum(b => Of(b, left).Faults)),
        MixStep mix => new(mix.Of.Max(w => Of(w.Step, left).Longest), mix.Of.Max(w => Of(w.Step, left).Faults)),
        RepeatStep { Times: { } times } repeat => new(
            times * (repeat.Every?.TotalSeconds ?? Of(repeat.Body, left).Longest), times * Of(repeat.Body, left).Faults),
        RepeatStep { Every: { } every } repeat => new(double.PositiveInfinity, Rounds(repeat, every, left) * Of(repeat.Body, left).Faults),
        _ => throw new ArgumentException($"there is no such step: {step.GetType().Name}", nameof(step)),
    };

    /// <summary>How long a fault of a program lasts: the validation ensures that one of the two is set.</summary>
    public static TimeSpan Hold(FaultSpec fault) => fault.For ?? fault.Parameters.OwnHold ?? TimeSpan.Zero;

    /// <summary>Every fault that the program may draw, as often as it occurs.</summary>
    public static IEnumerable<FaultSpec> FaultsOf(ProgramStep step) => step switch
    {
        InjectStep inject => [inject.Fault],
        SequenceStep sequence => sequence.Steps.SelectMany(FaultsOf),
        ParallelStep parallel => parallel.Branches.SelectMany(FaultsOf),
        MixStep mix => mix.Of.SelectMany(w => FaultsOf(w.Step)),
        RepeatStep repeat => FaultsOf(repeat.Body),
        _ => [],
    };

    /// <summary>How often an endless repetition starts in a time.</summary>
    public static double Rounds(RepeatStep repeat, TimeSpan every, TimeSpan? left)
    {
        if (left is not { } time) return 1;
        var spare = time - repeat.Jitter - Of(repeat.Body, time).Length;
        return spare < TimeSpan.Zero ? 0 : Math.Floor(spare / every) + 1;
    }

    private static Extent Sum(SequenceStep sequence, TimeSpan? left)
    {
        var (longest, faults) = (0.0, 0.0);
        foreach (var step in sequence.Steps)
        {
            var one = Of(step, left - TimeSpan.FromSeconds(Math.Min(longest, LongestMax)));
            (longest, faults) = (longest + one.Longest, faults + one.Faults);
        }
        return new(longest, faults);
    }
}
