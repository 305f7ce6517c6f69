namespace ChaosService.Contracts;

/// <summary>Asks for a run of an applied experiment.</summary>
public sealed record TriggerBody
{
    /// <summary>Name of an applied experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Null: the file's seed, or else a random one.</summary>
    public long? Seed { get; init; }

    /// <summary>As with <c>--set</c>: <c>spec.duration=30s</c>.</summary>
    public IReadOnlyList<string>? Overrides { get; init; }

    /// <summary>When the target is in use: <c>queue</c> (the default), <c>forbid</c> or <c>replace</c>.</summary>
    public string? Concurrency { get; init; }
}

/// <summary>The current state of a run.</summary>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>finished</c>, <c>aborted</c>, <c>interrupted</c>, <c>rejected</c>.</param>
/// <param name="Verdict"><c>valid</c>, <c>invalid</c>, <c>unknown</c>; null until there is one.</param>
/// <param name="ExitCode">What <c>chaosctl run</c> would have exited with; null until the run is over.</param>
/// <param name="Directory">Its path on the service's machine.</param>
public sealed record RunReply(
    string Id, string Experiment, string Project, long Seed, string Cause, IReadOnlyDictionary<string, string> Labels, string State,
    string? Verdict, string? Reason, int? ExitCode, DateTimeOffset AcceptedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    string Directory)
{
    /// <summary>The id of its trace (W3C). Null when it was not traced. The tracing backend decides how long it keeps the trace.</summary>
    public string? TraceId { get; init; }

    /// <summary>The instance that has the run, with its files. Null when the store is not shared.</summary>
    public string? Instance { get; init; }
}

/// <param name="Next">Pass as <c>?cursor=</c> for the next page; null on the last.</param>
public sealed record RunListReply(IReadOnlyList<RunReply> Runs, string? Next);
