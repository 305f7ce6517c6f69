using ChaosService.Model.Verdicts;

namespace ChaosService.Model.Runs;

/// <summary>The result of one window of a soak: what remains when its history is deleted.</summary>
public sealed record WindowRecord
{
    /// <summary>From 1.</summary>
    public required int Index { get; init; }

    /// <summary>The window's own seed: its plan can be made again from this alone.</summary>
    public required long Seed { get; init; }

    /// <summary>Seconds since the soak's start, from waiting for steady state to the last final read.</summary>
    public required double FromSeconds { get; init; }

    public required double ToSeconds { get; init; }

    public required Outcome Verdict { get; init; }

    public required string Reason { get; init; }

    /// <summary>Why it ended early; null when it did not.</summary>
    public string? Aborted { get; init; }

    public required OpCounts Ops { get; init; }

    public required int Faults { get; init; }

    public required long Findings { get; init; }

    /// <summary>Outside faults; null when no check measured it.</summary>
    public double? P99Ms { get; init; }

    /// <summary>Whether its history and its page still exist.</summary>
    public bool Kept { get; init; } = true;

    public required IReadOnlyList<WindowCheck> Checks { get; init; }
}

/// <param name="Summary">Cut to a length that thousands of windows may have.</param>
public sealed record WindowCheck(string Check, Outcome Outcome, string Summary);
