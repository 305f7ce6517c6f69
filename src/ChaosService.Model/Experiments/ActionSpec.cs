using ChaosService.Model.Actions;

namespace ChaosService.Model.Experiments;

/// <summary>Something that an operator does to the target during the load, and the expected answer.</summary>
/// <param name="Name">Unique in the experiment; in results and in the history.</param>
/// <param name="At">From the load's start; null: with <paramref name="Every"/>, one period after it.</param>
/// <param name="After">The action that must have ended before, by name; then the other two are not set.</param>
/// <param name="Wait">How long after the end of <paramref name="After"/>. Default 0.</param>
/// <param name="Timeout">Of one attempt. Default 5 s.</param>
/// <param name="Repeat">How often the same call is made, one after the other. Default 1.</param>
/// <param name="Retry">How often a call with an unknown outcome is retried. Default 0.</param>
public sealed record ActionSpec(
    string Name, string Kind, ActionParameters Parameters, TimeSpan? At, TimeSpan? Every, TimeSpan Jitter, string? After, TimeSpan Wait,
    TimeSpan Timeout, int Repeat, int Retry)
{
    /// <summary>How long a call is retried until the answer is the expected one; the last answer counts. Default 0: once.</summary>
    public TimeSpan Within { get; init; }
}
