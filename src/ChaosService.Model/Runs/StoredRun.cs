using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Runs;

/// <summary>Where a run is in its life.</summary>
public enum RunState
{
    /// <summary>Accepted; waits for its target or for a free place.</summary>
    Queued,
    Running,

    /// <summary>Ran to its verdict.</summary>
    Finished,

    /// <summary>Ended early: by a user, a halt, an abort condition, or no steady state.</summary>
    Aborted,

    /// <summary>The service ended while it ran. Its history is kept and can be checked.</summary>
    Interrupted,

    /// <summary>Could not begin; the reason says why.</summary>
    Rejected,
}

/// <summary>A run as the service keeps it: what is known when it is accepted, and its result.</summary>
public sealed record StoredRun
{
    /// <summary><c>yyyymmdd-hhmmss-experiment-shortid</c>; also the run directory's name.</summary>
    public required string Id { get; init; }

    public required string Experiment { get; init; }

    /// <summary>The compose project it acts on.</summary>
    public required string Project { get; init; }

    public required long Seed { get; init; }

    /// <summary>Who or what triggered it: <c>api</c>, <c>schedule nightly</c>.</summary>
    public required string Cause { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required RunState State { get; init; }

    /// <summary>Null until there is one.</summary>
    public Outcome? Verdict { get; init; }

    /// <summary>The reason for the verdict, or why there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>What <c>chaosctl run</c> would have exited with; null until the run is over.</summary>
    public int? ExitCode { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Absolute path of the run directory.</summary>
    public required string Directory { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// W3C: the parent of its trace. Null when it was not traced. The trace itself may no longer exist: tracing backends keep traces
    /// for days.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>The instance that has the run, with its files; empty when the store is not shared.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Nothing more will happen to it.</summary>
    public bool Over => State is not (RunState.Queued or RunState.Running);
}
