namespace ChaosService.Contracts;

/// <summary>The schedule of an applied experiment.</summary>
/// <param name="Text">The schedule in words, on one line.</param>
/// <param name="Next">When it fires next, jitter included; empty while paused.</param>
/// <param name="Last">Null when it never fired.</param>
public sealed record ScheduleReply(string Experiment, string Text, bool Paused, IReadOnlyList<DateTimeOffset> Next, FiringReply? Last);

/// <summary>One firing of a schedule and its outcome.</summary>
/// <param name="Outcome"><c>started</c>, <c>skipped</c>, <c>missed</c> or <c>failed</c>.</param>
/// <param name="RunId">The run that it started; null otherwise.</param>
/// <param name="Detail">Why it did not start a run; null otherwise.</param>
public sealed record FiringReply(DateTimeOffset At, string Outcome, string? RunId, string? Detail);
