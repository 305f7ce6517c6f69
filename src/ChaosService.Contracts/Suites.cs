namespace ChaosService.Contracts;

/// <summary>Names of the events of a suite's run, as in the <c>event:</c> line of the stream.</summary>
public static class SuiteEventTypes
{
    /// <summary>A member began, got its run, or ended. Data: <see cref="SuiteRunReply"/>.</summary>
    public const string Suite = "suite";

    /// <summary>The last event: nothing more will happen. Data: <see cref="SuiteRunReply"/>.</summary>
    public const string End = "end";
}

/// <summary>An applied suite.</summary>
/// <param name="Experiments">Its members if it were triggered now; empty when it could not be.</param>
/// <param name="Selector">The labels that choose them; null when the suite lists them by name.</param>
/// <param name="StopOn"><c>never</c> or <c>invalid</c>.</param>
/// <param name="Problem">Why it could not be triggered now; null when it could.</param>
public sealed record SuiteReply(
    string Name, string Description, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Experiments,
    IReadOnlyDictionary<string, string>? Selector, string StopOn, long? Seed, string? Schedule, DateTimeOffset AppliedAt, string? Problem);

/// <summary>Asks for a run of a suite. Optional.</summary>
public sealed record SuiteTriggerBody
{
    /// <summary>Each member's seed is derived from it. Null: the suite's, otherwise each experiment's own.</summary>
    public long? Seed { get; init; }

    /// <summary>While a run of the suite is active: <c>queue</c> (side by side, the default), <c>forbid</c> or <c>replace</c>.</summary>
    public string? Concurrency { get; init; }
}

/// <summary>The current state of a suite's run.</summary>
/// <param name="State"><c>running</c>, <c>finished</c>, <c>aborted</c> or <c>interrupted</c>.</param>
/// <param name="Verdict">Merged from the members: <c>valid</c>, <c>invalid</c> or <c>unknown</c>; null until the run is over.</param>
/// <param name="ExitCode">What <c>chaosctl run</c> of the suite exits with; null until the run is over.</param>
/// <param name="Members">As resolved when it was triggered, in the order in which they run.</param>
/// <param name="Grid">The members as a table, when they are the cells of a matrix; null otherwise.</param>
public sealed record SuiteRunReply(
    string Id, string Suite, string Description, IReadOnlyDictionary<string, string> Labels, long? Seed, string StopOn, string Cause,
    string State, string? Verdict, string? Reason, int? ExitCode, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    IReadOnlyList<SuiteMemberReply> Members, SuiteGridReply? Grid = null);

/// <summary>The members of a matrix as a table.</summary>
/// <param name="Across">The axis whose values are the columns.</param>
/// <param name="Down">The axes whose values, with the experiment, identify the rows.</param>
public sealed record SuiteGridReply(
    string Across, IReadOnlyList<string> Columns, IReadOnlyList<string> Down, IReadOnlyList<SuiteGridRowReply> Rows);

/// <param name="Values">The values of the axes in the rows.</param>
/// <param name="Members">For each column the position of its member in the run's list; null where the matrix leaves the cell out.</param>
public sealed record SuiteGridRowReply(string Experiment, IReadOnlyList<string> Values, IReadOnlyList<int?> Members);

/// <summary>One experiment of a suite's run.</summary>
/// <param name="Seed">Null until it is known.</param>
/// <param name="RunId">The id of its run, an ordinary one; null until it was accepted.</param>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>finished</c>, <c>aborted</c>, <c>interrupted</c>, <c>rejected</c> or
/// <c>skipped</c>.</param>
/// <param name="Verdict">The verdict of its run; null when there is none.</param>
/// <param name="Counts">What it counts as in the suite's verdict: a met expectation as <c>valid</c>, what did not run to a verdict as
/// <c>unknown</c>.</param>
/// <param name="AsExpected">The verdict is not valid, but what the experiment expects.</param>
/// <param name="Directory">The directory of its run, on the service's machine; null without a run.</param>
/// <param name="Name">The experiment, and its cell of the suite's matrix: unique in the suite.</param>
/// <param name="Cell">The cell's values by the names of their axes; empty without a matrix.</param>
public sealed record SuiteMemberReply(
    string Experiment, long? Seed, string? RunId, string State, string? Verdict, string Counts, bool AsExpected, string? Reason,
    int? ExitCode, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Directory,
    string Name, IReadOnlyDictionary<string, string> Cell);

/// <param name="Next">Pass as <c>?cursor=</c> for the next page; null on the last.</param>
public sealed record SuiteRunListReply(IReadOnlyList<SuiteRunReply> Runs, string? Next);
