namespace ChaosService.Contracts;

/// <summary>What retention would delete now, and what it keeps although it is over a limit.</summary>
/// <param name="Bytes">The size of the directories of all stored runs.</param>
/// <param name="Remove">The first of them; <paramref name="RemoveRuns"/> counts all.</param>
/// <param name="Keep">The first of them; <paramref name="KeepRuns"/> counts all.</param>
/// <param name="Troubles">Limits that cannot be met and deletions that failed, a sentence each.</param>
/// <param name="Deleted">Since the service started.</param>
public sealed record RetentionReply(
    int Runs, long Bytes, int RemoveRuns, long RemoveBytes, IReadOnlyList<RetentionEntry> Remove, int KeepRuns,
    IReadOnlyList<RetentionEntry> Keep, IReadOnlyList<string> Troubles, DeletedTotal Deleted);

/// <param name="Reason">Why it is deleted, or why it is kept.</param>
public sealed record RetentionEntry(string RunId, long Bytes, string Reason);

/// <param name="LastAt">When retention last ran; null when it has not run yet.</param>
public sealed record DeletedTotal(long Runs, long Bytes, DateTimeOffset? LastAt);
