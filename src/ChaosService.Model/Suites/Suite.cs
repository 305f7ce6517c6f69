using ChaosService.Model.Experiments;

namespace ChaosService.Model.Suites;

/// <summary>
/// Experiments that run one after another and have one verdict, as a user wrote them. Exactly one of <see cref="Experiments"/> and
/// <see cref="Selector"/> is set.
/// </summary>
public sealed record Suite
{
    /// <summary>A limit, so that a selector that is too wide does not take a service for days.</summary>
    public const int MembersMax = 200;

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Names, in the order in which they run.</summary>
    public IReadOnlyList<string>? Experiments { get; init; }

    /// <summary>Chooses the experiments that have all of these labels, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string>? Selector { get; init; }

    /// <summary>The values to vary: each experiment has one member for each cell; null: nothing is varied.</summary>
    public SuiteMatrix? Matrix { get; init; }

    public StopOn StopOn { get; init; } = StopOn.Never;

    /// <summary>Each member's seed is derived from it and the member's name. Null: each experiment's own.</summary>
    public long? Seed { get; init; }

    public ScheduleSpec? Schedule { get; init; }
}

/// <summary>What ends a suite before its last member.</summary>
public enum StopOn
{
    /// <summary>Nothing: every member runs.</summary>
    Never,

    /// <summary>The first invalid member; the others are skipped.</summary>
    Invalid,
}
