using ChaosService.Model.Suites;

namespace ChaosService.Engine.Suites;

/// <summary>How one member of a suite is run: here, or in the service's queue.</summary>
public interface ISuiteWork
{
    /// <summary>Why no further member may begin; null while they may.</summary>
    string? Stopped { get; }

    /// <summary>
    /// Runs the member to its end and returns it with what became of it. Does not throw for what can go wrong with a run: that is a
    /// member that is rejected, with the reason.
    /// </summary>
    /// <param name="accepted">Told once, when its run has an id.</param>
    Task<SuiteMember> RunAsync(SuiteMember member, Action<SuiteMember> accepted);
}
