namespace ChaosService.Contracts;

/// <summary>One window of a soak that was judged.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Seed">The window's own seed.</param>
/// <param name="FromSeconds">Since the soak's start.</param>
/// <param name="Verdict"><c>valid</c>, <c>invalid</c>, <c>unknown</c>.</param>
/// <param name="Aborted">Why it ended early; null when it did not.</param>
/// <param name="Dropped">Events that could not be recorded.</param>
/// <param name="P99Ms">Outside faults; null when no check measured it.</param>
/// <param name="Kept">Whether its history and its page still exist, under <c>windows/{index}/history.jsonl.gz</c> and
/// <c>report.html</c>.</param>
public sealed record WindowReply(
    int Index, long Seed, double FromSeconds, double ToSeconds, string Verdict, string Reason, string? Aborted, long Ok, long Fail,
    long Info, long Dropped, int Faults, long Findings, double? P99Ms, bool Kept, IReadOnlyList<WindowCheckReply> Checks);

/// <param name="Outcome"><c>valid</c>, <c>invalid</c>, <c>unknown</c>.</param>
public sealed record WindowCheckReply(string Check, string Outcome, string Summary);
