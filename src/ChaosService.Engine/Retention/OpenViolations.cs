using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Retention;

/// <summary>
/// Violations that no later valid run of the same experiment has closed, and the runs that show them. Runs are ordered by their
/// acceptance: the wall clock may have been set back between two.
/// </summary>
internal static class OpenViolations
{
    /// <summary>
    /// For each run that must stay, what it is the evidence of: the first and the newest run that show an open violation.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Evidence(IReadOnlyList<StoredFacts> runs)
    {
        var evidence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var experiment in runs.GroupBy(r => r.Run.Experiment, StringComparer.Ordinal))
        {
            var open = Of([.. experiment]);
            foreach (var violation in open.SelectMany(r => Shown(r).Select(v => (Violation: v, r.Run.Id)))
                .GroupBy(s => s.Violation, StringComparer.Ordinal))
            {
                var what =
                    violation.Key.Length > 0 ? $"{violation.Key} of '{experiment.Key}'" : $"an invalid verdict of '{experiment.Key}'";
                evidence[violation.First().Id] = $"evidence: the first run that shows {what}, which no later run has closed";
                evidence[violation.Last().Id] = $"evidence: the newest run that shows {what}, which no later run has closed";
            }
        }
        return evidence;
    }

    /// <summary>The invalid runs of one experiment since its last valid one.</summary>
    public static IEnumerable<StoredFacts> Of(IReadOnlyList<StoredFacts> experiment)
    {
        var closed = LastValid(experiment);
        return experiment.Skip(closed + 1).Where(r => Shows(r));
    }

    /// <summary>-1 when none is.</summary>
    public static int LastValid(IReadOnlyList<StoredFacts> experiment)
    {
        var last = experiment.Count - 1;
        while (last >= 0 && !Closes(experiment[last])) last--;
        return last;
    }

    public static bool Shows(StoredFacts run) => run.Run.Verdict == Outcome.Invalid;

    /// <summary>A run that was ended early saw too little to close anything.</summary>
    private static bool Closes(StoredFacts run) => run.Run is { State: RunState.Finished, Verdict: Outcome.Valid };

    private static IReadOnlyList<string> Shown(StoredFacts run) => run.Violations.Count > 0 ? run.Violations : [""];
}
