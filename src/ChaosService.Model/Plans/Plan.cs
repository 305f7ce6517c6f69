using ChaosService.Model.Actions;
using ChaosService.Model.Experiments;
using ChaosService.Model.Verdicts;
using ChaosService.Model.Checks;
using ChaosService.Model.Faults;
using ChaosService.Model.Workloads;

namespace ChaosService.Model.Plans;

/// <summary>
/// What a run will do, explicit: every random choice is made. Only roles are left open, because the leader is not known
/// before the fault starts. The same experiment and seed give the same plan.
/// </summary>
public sealed record Plan
{
    public required string Experiment { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required long Seed { get; init; }

    public required TargetSpec Target { get; init; }

    /// <summary>How long the load runs; for a soak, all windows together.</summary>
    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<PlannedLoad> Load { get; init; }

    /// <summary>By start time. Empty for a soak, whose windows have plans of their own.</summary>
    public required IReadOnlyList<PlannedFault> Faults { get; init; }

    /// <summary>
    /// Load and faults end with the first violation that a live check is certain of; <see cref="Duration"/> and <see cref="Faults"/> are
    /// the maximum.
    /// </summary>
    public bool UntilVerdict { get; init; }

    /// <summary>How long the target is left alone after it converged and before the final reads.</summary>
    public TimeSpan Quiet { get; init; }

    public required IReadOnlyList<PlannedCheck> Checks { get; init; }

    /// <summary>By time; those that wait for another one come after it.</summary>
    public IReadOnlyList<PlannedAction> Actions { get; init; } = [];

    public SteadyStateSpec? SteadyState { get; init; }

    public IReadOnlyList<AbortRule> Abort { get; init; } = [];

    public SafetyLimits Safety { get; init; } = new();

    public Expectation? Expect { get; init; }

    /// <summary>Null for an ordinary run, and for the plan of one window.</summary>
    public PlannedSoak? Soak { get; init; }

    /// <summary>Which window of a soak this is, from 1; null when it is not one.</summary>
    public int? Window { get; init; }
}

/// <param name="Windows">How many; at least one.</param>
/// <param name="FaultKinds">Every kind that a window may draw.</param>
public sealed record PlannedSoak(SoakSpec Spec, int Windows, IReadOnlyList<string> FaultKinds);

/// <summary>One load as it will run. <paramref name="RatePerSecond"/> is over all its clients; null: closed loop.</summary>
/// <param name="Index">0-based, in the experiment's order.</param>
public sealed record PlannedLoad(
    int Index, string Workload, WorkloadParameters Parameters, int Clients, double? RatePerSecond, TimeSpan Timeout, ClientOptions Client);

/// <param name="Id"><c>f1</c>, <c>f2</c>, … in the order of start.</param>
/// <param name="At">From the load's start.</param>
/// <param name="For">How long until it is reverted; at the latest when the load ends.</param>
/// <param name="Nodes">Decided nodes; empty when <paramref name="Role"/> decides at injection.</param>
/// <param name="RoleCount">How many nodes with the role; 0: all of them.</param>
/// <param name="Drawn">The seed chose the nodes.</param>
/// <param name="Seed">Decides the fault's own random choices; it has 53 bits, so that every JSON reader can represent it.</param>
public sealed record PlannedFault(
    string Id, string Kind, FaultParameters Parameters, TimeSpan At, TimeSpan For, IReadOnlyList<string> Nodes, string? Role, int RoleCount,
    string? Group, bool Drawn, long Seed)
{
    /// <summary>Ids of faults that must be over before this one begins, however late that is; each comes before it in the plan.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    public RoleCondition? When { get; init; }
}

/// <summary>An action as it will be carried out.</summary>
/// <param name="Id"><c>a1</c>, <c>a2</c>, …</param>
/// <param name="At">From the load's start; null: after another one.</param>
/// <param name="After">The id of the action that must have ended before; null where there is a time.</param>
public sealed record PlannedAction(
    string Id, string Name, string Kind, ActionParameters Parameters, TimeSpan? At, string? After, TimeSpan Wait, TimeSpan Timeout,
    int Repeat, int Retry)
{
    /// <inheritdoc cref="Experiments.ActionSpec.Within"/>
    public TimeSpan Within { get; init; }
}

/// <summary>A check with its parameters, as in the experiment.</summary>
public sealed record PlannedCheck(string Kind, CheckParameters Parameters);
