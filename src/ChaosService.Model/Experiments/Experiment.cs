using ChaosService.Model.Checks;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;
using ChaosService.Model.Verdicts;
using ChaosService.Model.Workloads;

namespace ChaosService.Model.Experiments;

/// <summary>An experiment as a user wrote it, validated: every name is known and every value is in range.</summary>
public sealed record Experiment
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required TargetSpec Target { get; init; }

    /// <summary>Null: a random one is drawn when planning, recorded and printed.</summary>
    public long? Seed { get; init; }

    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<LoadSpec> Load { get; init; }

    public required IReadOnlyList<FaultSpec> Faults { get; init; }

    /// <summary>In addition to <see cref="Faults"/>: faults that the seed draws again and again.</summary>
    public IReadOnlyList<MixSpec> Mixes { get; init; } = [];

    /// <summary>In addition to both: a program of faults, and how all faults end. Null: at their times, or with the load.</summary>
    public NemesisSpec? Nemesis { get; init; }

    public required IReadOnlyList<CheckSpec> Checks { get; init; }

    /// <summary>What an operator does during the load.</summary>
    public IReadOnlyList<ActionSpec> Actions { get; init; } = [];

    /// <summary>Null: only the database's own health is checked.</summary>
    public SteadyStateSpec? SteadyState { get; init; }

    public IReadOnlyList<AbortRule> Abort { get; init; } = [];

    public SafetyLimits Safety { get; init; } = new();

    /// <summary>Null: one exercise of the whole duration.</summary>
    public SoakSpec? Soak { get; init; }

    public ScheduleSpec? Schedule { get; init; }

    public Expectation? Expect { get; init; }
}

/// <param name="Attach">The running compose project to attach to; null: bring the target up and down.</param>
/// <param name="Settings">Environment of the compose file.</param>
public sealed record TargetSpec(TargetDefinition Definition, string? Attach, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The compose project, or the addresses, which a run holds exclusively.</summary>
    public ProjectName Project => new(Attach ?? (IsByAddress ? Definition.Name : $"chaosservice-{Definition.Name}"));

    /// <summary>The servers are known by their addresses alone, which are the definition's name, too.</summary>
    public bool IsByAddress => Definition.IsByAddress;
}

/// <param name="RatePerSecond">Open loop at this rate over all clients; null: closed loop.</param>
public sealed record LoadSpec(
    string Workload, WorkloadParameters Parameters, int Clients, double? RatePerSecond, TimeSpan Timeout, ClientOptions Client);

/// <param name="At">From the load's start; null: with <paramref name="Every"/>, one period after it.</param>
/// <param name="For">Null: as long as the parameters say, or to the end of the load.</param>
public sealed record FaultSpec(
    string Kind, FaultParameters Parameters, NodeSelector On, TimeSpan? At, TimeSpan? For, TimeSpan? Every, TimeSpan Jitter)
{
    public RoleCondition? When { get; init; }
}

/// <summary>A check that the history must pass, by its kind.</summary>
public sealed record CheckSpec(string Kind, CheckParameters Parameters);

/// <summary>
/// Ends the run early when a live figure stays beyond a threshold. <paramref name="Source"/> is a check with a sliding window, or
/// <c>findings</c>: the number of certain violations so far.
/// </summary>
/// <param name="Figure">A name from the check's window figures, such as <c>success_ratio</c> or <c>p99_ms</c>.</param>
public sealed record AbortRule(string Source, string Figure, bool Below, double Threshold, TimeSpan For);

/// <summary>Blast radius.</summary>
/// <param name="MaxNodes">How many nodes may have a fault at once; null: there is no limit, so it may be all of the database
/// nodes.</param>
/// <param name="Protected">Nodes that no fault may touch.</param>
public sealed record SafetyLimits(int? MaxNodes = null, IReadOnlyList<string>? Protected = null)
{
    public IReadOnlyList<string> ProtectedNodes => Protected ?? [];
}
