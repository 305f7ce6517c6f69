using ChaosService.Model.Histories;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Reporting.Results;

/// <summary>
/// A run as <c>results.json</c> holds it: plain values only, so that it can be read back by a build that does not know the kinds of
/// fault, workload and check that the run had. Together with the history it is all that a report is made of.
/// </summary>
public sealed record ReportModel
{
    public const string CurrentFormat = "chaosservice/results-v1";

    public required string Format { get; init; }

    public required string RunId { get; init; }

    /// <summary>Wall clock, for people; every time below is ns since the run's start on its monotonic clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required ReportVerdict Verdict { get; init; }

    public required OpCounts Ops { get; init; }

    public required IReadOnlyList<FaultWindow> Faults { get; init; }

    public required ReportPlan Plan { get; init; }

    /// <summary>What the run ran on, in reading order.</summary>
    public required OrderedDictionary<string, string> Environment { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string RepeatCommand { get; init; }

    /// <summary>For a soak; empty otherwise.</summary>
    public IReadOnlyList<WindowRecord> Windows { get; init; } = [];

    /// <summary>For a soak: what the nodes held, thinned. An ordinary run has this in its history.</summary>
    public IReadOnlyList<ResourceSample> Resources { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    public static ReportModel From(RunRecord run) => new()
    {
        Format = CurrentFormat,
        RunId = run.RunId,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Verdict = ReportVerdict.From(run.Verdict),
        Ops = run.Ops,
        Faults = run.Faults,
        Plan = ReportPlan.From(run.Plan, run.DryRuns),
        Environment = new(run.Environment.DistinctBy(e => e.Key)),
        RepeatCommand = run.RepeatCommand,
        Windows = run.Windows,
        Resources = run.Resources,
        Notes = run.Notes,
    };
}

/// <summary>The run's verdict. <paramref name="Aborted"/> is why it ended early; null when it did not.</summary>
public sealed record ReportVerdict(
    Outcome Outcome, string Reason, string? Aborted, Expectation? Expected, bool ExpectationMet, IReadOnlyList<ReportCheck> Checks)
{
    public static ReportVerdict From(RunVerdict verdict) => new(
        verdict.Outcome, verdict.Reason, verdict.Aborted, verdict.Expected, verdict.ExpectationMet,
        [.. verdict.Checks.Select(ReportCheck.From)]);

    /// <summary>Whether the experiment's expectation is about this check.</summary>
    public bool IsExpected(ReportCheck check) =>
        ExpectationMet && check.Outcome == Expected!.Verdict && (Expected.Check is null || Expected.Check == check.Check);
}
