namespace ChaosService.Model.Experiments;

/// <summary>
/// Faults drawn one after the other from a weighted choice. Time is cut into slots of length <paramref name="Every"/>; in each one fault
/// is drawn, starts up to <paramref name="Jitter"/> late, and is over before the next slot.
/// </summary>
/// <param name="At">Where the first slot begins, from the load's start; null: one slot after it.</param>
public sealed record MixSpec(TimeSpan Every, TimeSpan Jitter, TimeSpan? At, IReadOnlyList<WeightedFault> Of);

/// <summary>
/// One choice of a mix. Its share is its weight in the sum of all weights; it has no times of its own except its length.
/// </summary>
public sealed record WeightedFault(int Weight, FaultSpec Fault);
