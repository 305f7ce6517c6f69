using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Retention;

/// <summary>The facts about one stored run that decide whether it is kept.</summary>
public sealed record StoredFacts(StoredRun Run)
{
    /// <summary>Of its directory.</summary>
    public long Bytes { get; init; }

    public bool HasHistory { get; init; }

    /// <summary>It is pinned.</summary>
    public bool Pinned { get; init; }

    /// <summary>Why it must be kept for now, whatever the limits say: one of its faults is still active.</summary>
    public string? Hold { get; init; }

    /// <summary>What an invalid run shows, as <c>check/anomaly</c>. Empty: that it is invalid.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>An invalid run that was expected to be has exit code 0, and is as ordinary as a valid one.</summary>
    public bool Alarming => Run.Verdict == Outcome.Invalid && Run.ExitCode != 0;

    /// <summary>Interrupted before it was judged: nobody knows yet what its history shows.</summary>
    public bool Unjudged => Run is { State: RunState.Interrupted, Verdict: null } && HasHistory;

    /// <summary>Runs that a limit on count or size deletes last.</summary>
    public bool Precious => Alarming || Unjudged;
}
