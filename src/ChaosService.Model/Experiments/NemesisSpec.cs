namespace ChaosService.Model.Experiments;

/// <summary>
/// A program of faults, and how the faults of an experiment end. Planning expands the program into faults with times, as if they had been
/// written one by one under <c>faults</c>.
/// </summary>
/// <param name="At">When the program begins, from the load's start. Default 0.</param>
/// <param name="Program">One step after the other; empty: there are only the faults under <c>faults</c>.</param>
/// <param name="UntilVerdict">Load and faults end with the first violation that a live check is certain of. Default false.</param>
/// <param name="Quiet">How long the target is left alone after it converged and before the final reads. Default 0.</param>
public sealed record NemesisSpec(TimeSpan At, SequenceStep Program, bool UntilVerdict, TimeSpan Quiet);

/// <summary>A step of a nemesis program. It takes a time that planning knows, and ends before the next step begins.</summary>
public abstract record ProgramStep;

/// <summary>One fault. It lasts for its own <c>for</c>, or as long as its parameters say.</summary>
/// <param name="Fault">Without times of its own except <see cref="FaultSpec.For"/>.</param>
public sealed record InjectStep(FaultSpec Fault) : ProgramStep;

/// <summary>Nothing is injected for this long.</summary>
public sealed record PauseStep(TimeSpan For) : ProgramStep;

/// <summary>One after the other.</summary>
public sealed record SequenceStep(IReadOnlyList<ProgramStep> Steps) : ProgramStep;

/// <summary>All begin together; the step ends when the last one does.</summary>
public sealed record ParallelStep(IReadOnlyList<ProgramStep> Branches) : ProgramStep;

/// <summary>The same steps again and again, with new random choices each time.</summary>
/// <param name="Times">How often; null: as often as it certainly ends before the load does.</param>
/// <param name="Every">From one beginning to the next; null: each begins when the previous one is over, and there are
/// <paramref name="Times"/>.</param>
/// <param name="Jitter">With <paramref name="Every"/>: each begins up to this late, drawn from the seed.</param>
public sealed record RepeatStep(int? Times, TimeSpan? Every, TimeSpan Jitter, SequenceStep Body) : ProgramStep;

/// <summary>One of the steps, drawn from the seed.</summary>
public sealed record MixStep(IReadOnlyList<WeightedStep> Of) : ProgramStep;

/// <summary>One choice of a <see cref="MixStep"/>. Its share is its weight in the sum of all weights.</summary>
public sealed record WeightedStep(int Weight, ProgramStep Step);
