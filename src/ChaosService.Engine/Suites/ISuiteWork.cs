using ChaosService.Model.Suites;

namespace ChaosService.Engine.Suites;

/// <summary>How one member of a suite is run: here, or in the service's queue.</summary>
public interface ISuiteWork
{
    /// <summary>Why no further member may begin; null while they may.</summary>
    string? Stopped { get; }

    /// <summary>Runs the member and returns it with what became of it. What it throws is the member's end, not the suite's.</summary>
    /// <param name="accepted">Told once, when its run has an id.</param>
    Task<SuiteMember> RunAsync(SuiteMember member, Action<SuiteMember> accepted);

    /// <summary>The member as it ended when <see cref="RunAsync"/> threw.</summary>
    SuiteMember Thrown(SuiteMember member, Exception e);
}
