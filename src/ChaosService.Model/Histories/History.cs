namespace ChaosService.Model.Histories;

/// <summary>Everything a run recorded: the ops joined with their completions, the nemesis' steps and the phases.</summary>
public sealed class History
{
    /// <summary>Ordered by the index of the invocation.</summary>
    public required ReadOnlyMemory<Op> Ops { get; init; }

    public IReadOnlyList<FaultEvent> FaultEvents { get; init; } = [];

    public IReadOnlyList<PhaseEvent> Phases { get; init; } = [];

    /// <summary>The nodes' resources, ordered by time.</summary>
    public IReadOnlyList<ResourceSample> Samples { get; init; } = [];

    /// <summary>The answers of the steady-state probes, ordered by time.</summary>
    public IReadOnlyList<ProbeReading> Probes { get; init; } = [];

    /// <summary>The operator's actions, ordered by time.</summary>
    public IReadOnlyList<ActionEvent> Actions { get; init; } = [];

    /// <summary>The observed changes of the database's state, ordered by time.</summary>
    public IReadOnlyList<Observation> Observations { get; init; } = [];

    /// <summary>For a window of a soak: data that earlier windows left, read again.</summary>
    public IReadOnlyList<CarriedRead> Carried { get; init; } = [];

    /// <summary>Events that the recorder had no room for. Above zero, no verdict can be valid.</summary>
    public long Dropped { get; init; }

    /// <summary>Why the history is incomplete (no end marker, cut gzip stream); null when it is complete.</summary>
    public string? Truncation { get; init; }

    public IReadOnlyList<FaultWindow> Faults => field ??= FaultWindow.From(FaultEvents);

    /// <summary>When the phase was reached; null when it was not.</summary>
    public long? TimeOf(RunPhase phase) => Phases.FirstOrDefault(p => p.Phase == phase)?.TimeNs;

    /// <summary>Ids of the faults that were active at any time between the two.</summary>
    public IReadOnlyList<string> FaultsDuring(long fromNs, long toNs) =>
        [.. Faults.Where(f => f.Overlaps(fromNs, toNs)).Select(f => f.Id)];
}
