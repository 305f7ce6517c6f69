namespace ChaosService.Contracts;

/// <summary>A fault or a target that is active right now and will be reverted.</summary>
/// <param name="Id"><c>f1</c>, …, or <c>target</c>.</param>
/// <param name="LeftBehind">The process that created it is gone.</param>
/// <param name="Undo">What reverting does.</param>
public sealed record ActiveFault(
    string RunId, string Id, string Kind, string Project, DateTimeOffset Since, int Pid, bool LeftBehind, string Undo);

/// <param name="Error">Null: reverted. Otherwise the reason why it was not, and it stays active.</param>
public sealed record RevertReply(string RunId, string Id, string Undo, string? Error);

/// <summary>What a halt did.</summary>
/// <param name="AbortedRuns">Ids of the runs that were active or queued.</param>
/// <param name="StillActive">What could not be reverted yet; empty when nothing is left.</param>
public sealed record HaltReply(IReadOnlyList<string> AbortedRuns, IReadOnlyList<ActiveFault> StillActive);

/// <summary>Why the service is halted.</summary>
public sealed record HaltBody
{
    /// <summary>Shown to callers who want a run until the service is resumed.</summary>
    public string? Reason { get; init; }
}
