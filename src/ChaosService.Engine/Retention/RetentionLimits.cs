namespace ChaosService.Engine.Retention;

/// <summary>How long, how many and how much of the runs that are over is kept.</summary>
public sealed record RetentionLimits
{
    /// <summary>Since a run's end.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>The same for a run that is invalid without having been expected to be. Never shorter than its <see cref="Age"/>.</summary>
    public required TimeSpan InvalidAge { get; init; }

    /// <summary>The same for a run that was cut off and whose history nobody judged. Never shorter than its <see cref="Age"/>.</summary>
    public required TimeSpan UnjudgedAge { get; init; }

    /// <summary>Of runs that no rule with a count of its own has.</summary>
    public required int Count { get; init; }

    /// <summary>Of all run directories together.</summary>
    public required long Bytes { get; init; }

    /// <summary>
    /// So many runs of each experiment stay whatever the other limits say: the page has something to show, and a wrong clock takes not
    /// everything.
    /// </summary>
    public required int KeepLast { get; init; }

    /// <summary>A run follows the first whose label it has.</summary>
    public IReadOnlyList<RetentionRule> Rules { get; init; } = [];
}

/// <summary>
/// Limits of the runs with one label. Null: an age is that of all runs; a count or size is not limited for these runs by themselves.
/// </summary>
public sealed record RetentionRule(string Label, string Value)
{
    public TimeSpan? Age { get; init; }

    public TimeSpan? InvalidAge { get; init; }

    public TimeSpan? UnjudgedAge { get; init; }

    public int? Count { get; init; }

    public long? Bytes { get; init; }

    public bool Has(IReadOnlyDictionary<string, string> labels) => labels.TryGetValue(Label, out var value) && value == Value;

    public override string ToString() => $"{Label}={Value}";
}
