using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Suites;

/// <summary>Where a member is in the life of its suite's run.</summary>
public enum MemberState
{
    /// <summary>Its turn has not come.</summary>
    Waiting,

    /// <summary>Its run was accepted; it may still wait for its target.</summary>
    Running,

    /// <summary>Ran to its verdict.</summary>
    Finished,

    /// <summary>Ended early, or was not begun because the suite did.</summary>
    Aborted,

    /// <summary>The service ended while it ran, or before.</summary>
    Interrupted,

    /// <summary>Could not be run; the reason says why.</summary>
    Rejected,

    /// <summary>Not run: the suite stops on the first invalid member, and there was one before it.</summary>
    Skipped,
}

/// <summary>One experiment of a suite's run: an ordinary run, and what it counts as.</summary>
public sealed record SuiteMember
{
    public required string Experiment { get; init; }

    /// <summary>Its values of the suite's matrix, in the order of the axes; empty without one.</summary>
    public IReadOnlyList<CellValue> Cell { get; init; } = [];

    /// <summary>The experiment, and its cell: <c>etcd-rolling-kill (NODES=3, RF=1)</c>. Unique in a suite.</summary>
    public string Name => Named(Experiment, Cell);

    /// <summary>The same without the last axis, which goes across in a grid.</summary>
    internal string RowName => Named(Experiment, [.. Cell.SkipLast(1)]);

    /// <summary>Null until it is known, when the suite has no seed: the experiment's own, or drawn.</summary>
    public long? Seed { get; init; }

    /// <summary>Null until a run was accepted.</summary>
    public string? RunId { get; init; }

    public MemberState State { get; init; }

    /// <summary>The verdict of its run; null when there is none.</summary>
    public Outcome? Verdict { get; init; }

    /// <summary>
    /// What it counts as in the suite's verdict. A met expectation counts as valid and a missed one as invalid; what did not run to a
    /// verdict is unknown.
    /// </summary>
    public Outcome Counts { get; init; } = Outcome.Unknown;

    /// <summary>The reason for the verdict, or why there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>What <c>chaosctl run</c> of it would have exited with; null when it did not run to its end.</summary>
    public int? ExitCode { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Absolute path of its run's directory; null without a run.</summary>
    public string? Directory { get; init; }

    /// <summary>The verdict is not valid, but what the experiment expects.</summary>
    public bool AsExpected => Counts == Outcome.Valid && Verdict is not (null or Outcome.Valid);

    private static string Named(string experiment, IReadOnlyList<CellValue> cell) =>
        cell.Count == 0 ? experiment : $"{experiment} ({string.Join(", ", cell)})";
}
