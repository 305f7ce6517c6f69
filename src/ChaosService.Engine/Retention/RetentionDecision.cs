namespace ChaosService.Engine.Retention;

/// <summary>The runs to delete, those to keep although they are over a limit, and the limits that cannot be met.</summary>
/// <param name="Remove">In the order of removal: a run that closes a violation goes after those that show it.</param>
/// <param name="Troubles">Limits that cannot be met because only evidence and pinned runs are left, a sentence each.</param>
public sealed record RetentionDecision(IReadOnlyList<RunOutcome> Remove, IReadOnlyList<RunOutcome> Keep, IReadOnlyList<string> Troubles);

/// <param name="Reason">Why it is deleted, or why it is kept.</param>
public sealed record RunOutcome(string RunId, long Bytes, string Reason);
