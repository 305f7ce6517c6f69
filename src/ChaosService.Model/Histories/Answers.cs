namespace ChaosService.Model.Histories;

/// <summary>How the outcome of an op counts for a user of the database.</summary>
public static class Answers
{
    /// <summary>
    /// The stable phrase with which clients report that a compare-and-set found another value, or that a transfer was overtaken each time
    /// it was tried: an answer, not a failure.
    /// </summary>
    public const string CompareFailed = "compare failed";

    /// <summary>The beginning of the error of an op that the generator never sent, because every client was busy.</summary>
    public const string Shed = "shed";

    public static bool Succeeded(OpType outcome, string f, string? error) =>
        outcome == OpType.Ok || (outcome == OpType.Fail && f is Functions.Cas or Functions.Transfer && error == CompareFailed);

    /// <summary>It never waited for the database: it counts against availability, and has no latency.</summary>
    public static bool WasShed(OpType outcome, string? error) =>
        outcome == OpType.Fail && error?.StartsWith(Shed, StringComparison.Ordinal) == true;
}
