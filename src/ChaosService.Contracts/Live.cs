namespace ChaosService.Contracts;

/// <summary>A run's progress so far. Bounded lists keep the newest entries, except findings, where the first are kept.</summary>
/// <param name="LastEvent">Follow the run's events after this one to miss none; some may be repeated.</param>
/// <param name="Headline">What the run will do, in one line; null before it begins.</param>
/// <param name="Progress">The last figures; null before load runs.</param>
/// <param name="Series">Figures over the whole time; the longer it is, the coarser they are.</param>
/// <param name="FaultSteps">In the order in which they happened.</param>
public sealed record LiveReply(
    long LastEvent, string? Headline, IReadOnlyList<PhaseReply> Phases, ProgressData? Progress, IReadOnlyList<ProgressPoint> Series,
    IReadOnlyList<FaultStepReply> FaultSteps, IReadOnlyList<FindingData> Findings);

/// <summary>A step of a fault's life, by the wall clock.</summary>
public sealed record FaultStepReply(DateTimeOffset At, FaultData Fault);

/// <summary>A phase that the run has reached.</summary>
public sealed record PhaseReply(string Phase, DateTimeOffset At);

/// <summary>A run's figures at a time. <paramref name="Seconds"/> since the load began; the others are null without traffic.</summary>
public sealed record ProgressPoint(double Seconds, double OpsPerSecond, double? ErrorRatio, double? P99Ms);
