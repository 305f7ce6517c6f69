namespace ChaosService.Contracts;

/// <summary>What retention would delete now, and what it keeps although a limit would take it.</summary>
/// <param name="Bytes">Of the directories of all stored runs.</param>
/// <param name="Remove">The first of them; <paramref name="RemoveRuns"/> counts all.</param>
/// <param name="Keep">The first of them; <paramref name="KeepRuns"/> counts all.</param>
/// <param name="Troubles">Limits that cannot be met and deletions that failed, a sentence each.</param>
/// <param name="Deleted">Since the service started.</param>
public sealed record RetentionReply(
    int Runs, long Bytes, int RemoveRuns, long RemoveBytes, IReadOnlyList<RetentionEntry> Remove, int KeepRuns,
    IReadOnlyList<RetentionEntry> Keep, IReadOnlyList<string> Troubles, DeletedTotal Deleted);

/// <param name="Reason">Why it goes, or why it stays.</param>
public sealed record RetentionEntry(string RunId, long Bytes, string Reason);

/// <param name="LastAt">When retention was last carried out; null when it was not yet.</param>
public sealed record DeletedTotal(long Runs, long Bytes, DateTimeOffset? LastAt);
