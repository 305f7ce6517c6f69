using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Service.Triggers;

/// <summary>Starts runs: the single entry point for the API, schedules and suites.</summary>
internal interface IRunTrigger
{
    /// <summary>Accepts a run or returns why not. Returns at once; the run continues on its own.</summary>
    Task<TriggerResult> TriggerAsync(TriggerRequest request, CancellationToken cancellationToken);
}

/// <param name="Experiment">Name of an applied experiment, or <c>suite/NAME</c>.</param>
/// <param name="Seed">Null: the file's seed, or else a random one.</param>
/// <param name="Overrides">As with <c>--set</c>: <c>spec.duration=30s</c>.</param>
/// <param name="Cause">Who or what triggers it: <c>api</c>, <c>schedule nightly</c>, <c>suite quick</c>.</param>
/// <param name="IdempotencyKey">A second trigger with the same key gets the first one's run.</param>
internal sealed record TriggerRequest(
    string Experiment, long? Seed, IReadOnlyList<string> Overrides, string Cause, Concurrency Concurrency, string? IdempotencyKey = null)
{
    /// <summary>
    /// W3C <c>traceparent</c> of the caller: the run's trace becomes part of the caller's. Null: none, or one that is malformed.
    /// </summary>
    public string? TraceParent { get; init; }
}

internal enum TriggerStatus
{
    Accepted,
    UnknownExperiment,
    UnknownSuite,

    /// <summary>The experiment or an override is wrong; the message holds the problems.</summary>
    BadInput,

    /// <summary>The target is in use and the caller forbade waiting.</summary>
    TargetBusy,

    /// <summary>The queue is full: try again later.</summary>
    QueueFull,

    /// <summary>The service is halted until it is resumed.</summary>
    Halted,
}

/// <param name="RunId">Set when accepted.</param>
/// <param name="Message">Why not, otherwise; null when accepted.</param>
/// <param name="Problems">Each problem of the experiment and its overrides.</param>
internal sealed record TriggerResult(TriggerStatus Status, string? RunId, string? Message, IReadOnlyList<Problem>? Problems = null)
{
    /// <summary>W3C: the span of the acceptance, in the trace of the run. Null when nothing is traced.</summary>
    public string? TraceParent { get; init; }
}
