namespace ChaosService.Model.Histories;

/// <summary>The phases of a run, recorded as ops of the process <c>run</c>.</summary>
public enum RunPhase
{
    LoadStarted,

    /// <summary>No more ops are generated; faults are reverted.</summary>
    LoadEnded,

    /// <summary>The cluster answers as before the faults.</summary>
    Converged,

    /// <summary>The target is left alone from here to the final reads.</summary>
    QuietStarted,
    FinalReadsStarted,
    FinalReadsEnded,

    /// <summary>The history's last line. Without it the history was cut off.</summary>
    Ended,
}

/// <summary>A phase was reached, at ns since the run's start.</summary>
public sealed record PhaseEvent(RunPhase Phase, long TimeNs);
