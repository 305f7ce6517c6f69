namespace ChaosService.Model.Verdicts;

/// <summary>The verdict of a run, merged from its checks, and how it compares with what the experiment expects.</summary>
public sealed record RunVerdict
{
    public required Outcome Outcome { get; init; }

    /// <summary>Why, in a line: the summaries of the checks that decided it.</summary>
    public required string Reason { get; init; }

    public required IReadOnlyList<CheckVerdict> Checks { get; init; }

    /// <summary>Set when the run ended early: by the user, an abort condition, or no steady state.</summary>
    public string? Aborted { get; init; }

    /// <summary>The experiment's expectation; null when it has none.</summary>
    public Expectation? Expected { get; init; }

    /// <summary>False when nothing was expected, and for a run that was aborted.</summary>
    public bool ExpectationMet =>
        Expected is not null && Aborted is null && Outcome == Expected.Verdict
        && (Expected.Check is null || Checks.Any(c => c.Check == Expected.Check && c.Outcome == Expected.Verdict));

    public static RunVerdict Merge(IReadOnlyList<CheckVerdict> checks, Expectation? expected, string? aborted = null)
    {
        var outcome = Outcomes.Merge(checks.Select(c => c.Outcome));
        // Summaries of the checks that decided: the invalid ones, or, failing those, the unknown ones.
        var reasons = checks.Where(c => c.Outcome == outcome).Select(c => $"{c.Check}: {c.Summary}");
        var reason = outcome == Outcome.Valid ? (checks.Count == 1 ? "the one check holds" : $"all {checks.Count} checks hold")
            : checks.Count == 0 ? "nothing was checked"
            : string.Join("; ", reasons);
        return new RunVerdict { Outcome = outcome, Reason = reason, Checks = checks, Expected = expected, Aborted = aborted };
    }
}
