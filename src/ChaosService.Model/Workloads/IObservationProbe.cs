using ChaosService.Model.Histories;

namespace ChaosService.Model.Workloads;

/// <summary>
/// What can be seen of a database while a run goes on, besides the ops: an <see cref="IDatabase"/> may be one. It is asked again and again,
/// and each change becomes an <see cref="Observation"/>, so that checks judge transitions and not only the end.
/// </summary>
public interface IObservationProbe
{
    /// <summary>Each is asked by itself, so that one that hangs holds up no other. The topics are those of the kind.</summary>
    IReadOnlyList<ObservedSubject> Subjects { get; }

    /// <summary>
    /// What the subject says now, all of it of one moment. <see cref="OpValue.None"/> when it does not answer within a time that the probe
    /// sets: whatever a database or a network does, nothing is thrown. Cancellation is.
    /// </summary>
    Task<OpValue> ObserveAsync(ObservedSubject subject, CancellationToken cancellationToken);
}

/// <param name="Topic">As in <see cref="Observation.Topic"/>.</param>
/// <param name="Name">A node.</param>
/// <param name="IsCostly">It says something else whenever it is asked: so it is asked where a check judges its topic alone.</param>
/// <param name="IsAskedAtEnd">It says at the end all that was: it is asked once, then.</param>
public sealed record ObservedSubject(string Topic, string Name, bool IsCostly = false, bool IsAskedAtEnd = false);
