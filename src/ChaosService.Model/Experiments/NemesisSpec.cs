namespace ChaosService.Model.Experiments;

/// <summary>
/// A program of faults, and how the faults of an experiment end. Planning expands the program into faults with times, as if they had been
/// written one by one under <c>faults</c>.
/// </summary>
/// <param name="At">When the program begins, from the load's start. Default 0.</param>
/// <param name="Program">One step after the other; empty: the faults stand under <c>faults</c> alone.</param>
/// <param name="UntilVerdict">Load and faults end with the first violation that a live check is certain of. Default false.</param>
/// <param name="Quiet">How long nobody touches the target after it converged and before the final reads. Default 0.</param>
public sealed record NemesisSpec(TimeSpan At, SequenceStep Program, bool UntilVerdict, TimeSpan Quiet);

/// <summary>A step of a nemesis program. It takes a time that planning knows, and ends before the step after it begins.</summary>
public abstract record ProgramStep;

/// <summary>One fault. It stays for its own <c>for</c>, or as long as its parameters say.</summary>
/// <param name="Fault">Without times of its own but <see cref="FaultSpec.For"/>.</param>
public sealed record InjectStep(FaultSpec Fault) : ProgramStep;

/// <summary>Nothing is injected for this long.</summary>
public sealed record PauseStep(TimeSpan For) : ProgramStep;

/// <summary>One after the other.</summary>
public sealed record SequenceStep(IReadOnlyList<ProgramStep> Steps) : ProgramStep;

/// <summary>All begin together; the step is over with the last of them.</summary>
public sealed record ParallelStep(IReadOnlyList<ProgramStep> Branches) : ProgramStep;

/// <summary>The same steps again and again, with new draws each time.</summary>
/// <param name="Times">How often; null: as often as it is sure to be over before the load ends.</param>
/// <param name="Every">From one beginning to the next; null: each begins when the one before is over, and then there are
/// <paramref name="Times"/>.</param>
/// <param name="Jitter">With <paramref name="Every"/>: each begins up to this late, drawn from the seed.</param>
public sealed record RepeatStep(int? Times, TimeSpan? Every, TimeSpan Jitter, SequenceStep Body) : ProgramStep;

/// <summary>One of the steps, drawn from the seed.</summary>
public sealed record MixStep(IReadOnlyList<WeightedStep> Of) : ProgramStep;

/// <summary>One choice of a <see cref="MixStep"/>. Its share is its weight in the sum of all weights.</summary>
public sealed record WeightedStep(int Weight, ProgramStep Step);
