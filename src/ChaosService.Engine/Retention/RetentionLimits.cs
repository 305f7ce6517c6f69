namespace ChaosService.Engine.Retention;

/// <summary>How long finished runs are kept, how many of them, and how many bytes.</summary>
public sealed record RetentionLimits
{
    /// <summary>Since a run's end.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>The same for an invalid run that was not expected to be invalid. Never shorter than its <see cref="Age"/>.</summary>
    public required TimeSpan InvalidAge { get; init; }

    /// <summary>The same for an interrupted run whose history was not judged. Never shorter than its <see cref="Age"/>.</summary>
    public required TimeSpan UnjudgedAge { get; init; }

    /// <summary>Of runs that no rule with a count of its own has.</summary>
    public required int Count { get; init; }

    /// <summary>Of all run directories together.</summary>
    public required long Bytes { get; init; }

    /// <summary>
    /// How many runs of each experiment are kept whatever the other limits say: the page has something to show, and a wrong clock takes not
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
