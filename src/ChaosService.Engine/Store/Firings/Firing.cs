namespace ChaosService.Engine.Store.Firings;

/// <summary>The outcome of one firing of a schedule.</summary>
public enum FiringOutcome
{
    /// <summary>A run was accepted.</summary>
    Started,

    /// <summary>No run, but no error: the service was halted, the target in use, the queue full, the day excluded.</summary>
    Skipped,

    /// <summary>The service was not running, or too busy, when it was due.</summary>
    Missed,

    /// <summary>The experiment cannot be run, or the service failed.</summary>
    Failed,
}

/// <summary>One firing of a schedule.</summary>
/// <param name="At">When it was tried, or found to be missed.</param>
/// <param name="RunId">Set when started; its verdict is in the run store.</param>
/// <param name="Detail">Why there is no run; null when started.</param>
public sealed record Firing(DateTimeOffset At, FiringOutcome Outcome, string? RunId, string? Detail);
