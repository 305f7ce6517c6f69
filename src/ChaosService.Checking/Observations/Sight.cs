using ChaosService.Model.Histories;

namespace ChaosService.Checking.Observations;

/// <summary>A line of an observer with its content.</summary>
/// <param name="View">Null: the subject did not answer.</param>
internal sealed record Sight<T>(Observation Line, T? View) where T : class
{
    public string Subject => Line.Subject;
}
