using ChaosService.Model.Histories;

namespace ChaosService.Model.Workloads;

/// <summary>
/// Observes a database during a run, besides the ops: an <see cref="IDatabase"/> may be one. It is asked again and again,
/// and each change becomes an <see cref="Observation"/>, so that checks judge transitions and not only the end.
/// </summary>
public interface IObservationProbe
{
    /// <summary>Each is asked separately, so that one that hangs does not block the others. The topics are those of the kind.</summary>
    IReadOnlyList<ObservedSubject> Subjects { get; }

    /// <summary>
    /// The subject's current state, as a consistent snapshot. <see cref="OpValue.None"/> when it does not answer within a time that the
    /// probe sets: whatever a database or a network does, nothing is thrown. Cancellation is.
    /// </summary>
    Task<OpValue> ObserveAsync(ObservedSubject subject, CancellationToken cancellationToken);
}

/// <param name="Topic">As in <see cref="Observation.Topic"/>.</param>
/// <param name="Name">A node.</param>
/// <param name="IsCostly">Its answer differs each time, so it is asked only where a check judges its topic.</param>
/// <param name="IsAskedAtEnd">Its answer at the end covers everything before, so it is asked once, at the end.</param>
public sealed record ObservedSubject(string Topic, string Name, bool IsCostly = false, bool IsAskedAtEnd = false);
