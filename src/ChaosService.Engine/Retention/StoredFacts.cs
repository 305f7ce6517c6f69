using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Retention;

/// <summary>What is known of one stored run when it is decided whether it stays.</summary>
public sealed record StoredFacts(StoredRun Run)
{
    /// <summary>Of its directory.</summary>
    public long Bytes { get; init; }

    public bool HasHistory { get; init; }

    /// <summary>Somebody said that it stays.</summary>
    public bool Pinned { get; init; }

    /// <summary>Why it must stay for now, beside what the limits say: a fault of it is still in force.</summary>
    public string? Hold { get; init; }

    /// <summary>What an invalid run shows, as <c>check/anomaly</c>. Empty: that it is invalid.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>An invalid run that was expected to be has exit code 0, and is as ordinary as a valid one.</summary>
    public bool Alarming => Run.Verdict == Outcome.Invalid && Run.ExitCode != 0;

    /// <summary>Cut off before it was judged: nobody knows yet what its history shows.</summary>
    public bool Unjudged => Run is { State: RunState.Interrupted, Verdict: null } && HasHistory;

    /// <summary>What a count or a size takes last.</summary>
    public bool Precious => Alarming || Unjudged;
}
