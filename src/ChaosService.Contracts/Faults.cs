namespace ChaosService.Contracts;

/// <summary>Something that is broken, or up, right now and will be taken back.</summary>
/// <param name="Id"><c>f1</c>, …, or <c>target</c>.</param>
/// <param name="LeftBehind">The process that made it is gone.</param>
/// <param name="Undo">What reverting does.</param>
public sealed record ActiveFault(
    string RunId, string Id, string Kind, string Project, DateTimeOffset Since, int Pid, bool LeftBehind, string Undo);

/// <param name="Error">Null: reverted. Otherwise why not, and it stays.</param>
public sealed record RevertReply(string RunId, string Id, string Undo, string? Error);

/// <summary>What a halt did.</summary>
/// <param name="AbortedRuns">Ids of the runs that were going on or waiting.</param>
/// <param name="StillActive">What could not be reverted yet; empty when all is well.</param>
public sealed record HaltReply(IReadOnlyList<string> AbortedRuns, IReadOnlyList<ActiveFault> StillActive);

/// <summary>Why the service is halted.</summary>
public sealed record HaltBody
{
    /// <summary>Shown to whoever wants a run until the service is resumed.</summary>
    public string? Reason { get; init; }
}
