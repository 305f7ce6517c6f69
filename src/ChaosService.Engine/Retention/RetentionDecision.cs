namespace ChaosService.Engine.Retention;

/// <summary>What goes, what stays although a limit would take it, and which limits cannot be met.</summary>
/// <param name="Remove">In the order to remove them in: what closes a violation goes after the violation.</param>
/// <param name="Troubles">Limits that only evidence and pinned runs stand against, a sentence each.</param>
public sealed record RetentionDecision(IReadOnlyList<RunOutcome> Remove, IReadOnlyList<RunOutcome> Keep, IReadOnlyList<string> Troubles);

/// <param name="Reason">Why it goes, or why it stays.</param>
public sealed record RunOutcome(string RunId, long Bytes, string Reason);
