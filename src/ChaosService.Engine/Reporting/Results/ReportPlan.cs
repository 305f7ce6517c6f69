using System.Text.Json;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;

namespace ChaosService.Engine.Reporting.Results;

/// <summary>The plan for readers. A kind's own parameters are the JSON as written.</summary>
public sealed record ReportPlan
{
    public required string Experiment { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required long Seed { get; init; }

    public required string Target { get; init; }

    /// <summary>The compose project that the run attached to; null when it brought its own target up.</summary>
    public string? Attach { get; init; }

    public IReadOnlyList<string> Nodes { get; init; } = [];

    public required TimeSpan Duration { get; init; }

    /// <summary>Null for an ordinary run.</summary>
    public PlannedSoak? Soak { get; init; }

    public required IReadOnlyList<ReportLoad> Load { get; init; }

    public required IReadOnlyList<ReportFault> Faults { get; init; }

    /// <summary>Load and faults end with the first certain violation: the faults are the maximum.</summary>
    public bool UntilVerdict { get; init; }

    /// <summary>Between convergence and the final reads.</summary>
    public TimeSpan Quiet { get; init; }

    public required IReadOnlyList<ReportPlannedCheck> Checks { get; init; }

    public IReadOnlyList<AbortRule> Abort { get; init; } = [];

    public SafetyLimits Safety { get; init; } = new();

    public static ReportPlan From(Plan plan, IReadOnlyDictionary<string, IReadOnlyList<string>> dryRuns) => new()
    {
        Experiment = plan.Experiment,
        Description = plan.Description,
        Labels = plan.Labels,
        Seed = plan.Seed,
        Target = plan.Target.Definition.Name,
        Attach = plan.Target.Attach,
        Nodes = [.. plan.Target.Definition.Nodes.Select(n => n.Name)],
        Duration = plan.Duration,
        Soak = plan.Soak,
        Load = [.. plan.Load.Select(l => new ReportLoad(
            l.Workload, l.Clients, l.RatePerSecond, l.Timeout, ResultsJson.Plain(l.Parameters), ResultsJson.Plain(l.Client)))],
        Faults = [.. plan.Faults.Select(f => ReportFault.From(f, dryRuns))],
        UntilVerdict = plan.UntilVerdict,
        Quiet = plan.Quiet,
        Checks = [.. plan.Checks.Select(c => new ReportPlannedCheck(c.Kind, ResultsJson.Plain(c.Parameters)))],
        Abort = plan.Abort,
        Safety = plan.Safety,
    };
}

/// <param name="RatePerSecond">Open loop at this rate; null: closed loop.</param>
public sealed record ReportLoad(
    string Workload, int Clients, double? RatePerSecond, TimeSpan Timeout, JsonElement Parameters, JsonElement Client);

/// <param name="On">Which nodes, in words: names, or <c>leader, decided at injection</c>.</param>
/// <param name="DryRun">The dry run, as commands and documents.</param>
public sealed record ReportFault(
    string Id, string Kind, TimeSpan At, TimeSpan For, string On, JsonElement Parameters, IReadOnlyList<string> DryRun)
{
    public static ReportFault From(PlannedFault fault, IReadOnlyDictionary<string, IReadOnlyList<string>> dryRuns) => new(
        fault.Id, fault.Kind, fault.At, fault.For, fault.When is { } when ? $"{Where(fault)}, when {when}" : Where(fault),
        ResultsJson.Plain(fault.Parameters), dryRuns.GetValueOrDefault(fault.Id) ?? []) { After = fault.After };

    /// <summary>Faults that must be over before this one begins.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    private static string Where(PlannedFault fault) => fault switch
    {
        { Role: null } => string.Join(", ", fault.Nodes),
        { RoleCount: 0 } => $"every {fault.Role} at injection",
        { RoleCount: 1 } => $"the {fault.Role} at injection",
        _ => $"{fault.RoleCount} of role {fault.Role} at injection",
    };
}

/// <summary>A check of the plan with its parameters, as <c>results.json</c> has it: plain JSON, without the check's own types.</summary>
public sealed record ReportPlannedCheck(string Kind, JsonElement Parameters);
