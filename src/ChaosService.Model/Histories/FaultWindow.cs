namespace ChaosService.Model.Histories;

/// <summary>The time during which one fault was active, as recorded. Times are ns since the run's start.</summary>
public sealed record FaultWindow
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The decision to inject: from here the fault may have an effect.</summary>
    public required long StartNs { get; init; }

    /// <summary>Active everywhere; null when it never was.</summary>
    public long? InForceNs { get; init; }

    /// <summary>The decision to revert; null when the run ended before.</summary>
    public long? RevertNs { get; init; }

    /// <summary>Reverted everywhere: from here it has no more effect. Null when the run ended before.</summary>
    public long? EndNs { get; init; }

    public bool EffectProven { get; init; }

    public bool RecoveryProven { get; init; }

    public string Effect { get; init; } = "";

    public string Recovery { get; init; } = "";

    /// <summary>What went wrong, or interrupted it.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];

    public bool Covers(long timeNs) => timeNs >= StartNs && timeNs <= (EndNs ?? long.MaxValue);

    public bool Overlaps(long fromNs, long toNs) => StartNs <= toNs && fromNs <= (EndNs ?? long.MaxValue);

    /// <summary>Folds the nemesis' steps into one window for each fault, in the order of injection; skipped faults have none.</summary>
    public static IReadOnlyList<FaultWindow> From(IEnumerable<FaultEvent> events)
    {
        var windows = new Dictionary<string, FaultWindow>(StringComparer.Ordinal);
        foreach (var e in events.Where(e => e.Step != FaultStep.Skipped))
        {
            var window = windows.TryGetValue(e.FaultId, out var known)
                ? known
                : new FaultWindow { Id = e.FaultId, Kind = e.Kind, Nodes = e.Nodes, StartNs = e.TimeNs };
            windows[e.FaultId] = window.With(e);
        }
        return [.. windows.Values.OrderBy(w => w.StartNs)];
    }

    private FaultWindow With(FaultEvent e) => e.Step switch
    {
        FaultStep.Inject => this with { StartNs = e.TimeNs, Nodes = e.Nodes },
        FaultStep.Injected => this with { InForceNs = e.TimeNs },
        FaultStep.Effect => this with { EffectProven = e.Proven == true, Effect = e.Detail },
        FaultStep.Revert => this with { RevertNs = e.TimeNs },
        FaultStep.Reverted => this with { EndNs = e.TimeNs },
        FaultStep.Recovery => this with { RecoveryProven = e.Proven == true, Recovery = e.Detail },
        _ => this with { Troubles = [.. Troubles, e.Detail] },
    };
}
