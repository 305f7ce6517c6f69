using ChaosService.Engine.Judging;
using ChaosService.Engine.Running.Exercising;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Soaking;

/// <summary>
/// From the windows' verdicts to that of the soak: merged check by check, with the results that only the whole soak can give.
/// </summary>
internal sealed class SoakConclusion(Plan plan, RunDirectory directory, Judge judge, RunJournal journal)
{
    public RunRecord Reach(
        Soaked soaked, IEnumerable<string> notes, DateTimeOffset startedAt, RunnerPorts ports,
        IReadOnlyList<KeyValuePair<string, string>> environment, string repeatCommand)
    {
        // Its ops are in the windows; what is judged over all of it are the nodes.
        var whole = new History { Ops = ReadOnlyMemory<Op>.Empty, Samples = soaked.Resources };
        var over = judge.CheckOnly(whole, [.. plan.Checks.Where(c => c.Parameters.OverWholeSoak)], CancellationToken.None);
        var verdict =
            Explain(RunVerdict.Merge([.. soaked.Tally.Merge(), .. over], plan.Expect, soaked.Exercised.Aborted), soaked.Tally.Windows);
        var record = new RunRecord
        {
            RunId = directory.RunId,
            StartedAt = startedAt,
            EndedAt = ports.Time.GetUtcNow(),
            Plan = plan,
            Verdict = verdict,
            Faults = [],
            Environment = environment,
            RepeatCommand = repeatCommand,
            Ops = soaked.Tally.Ops,
            Windows = WindowLog.Standing(directory, soaked.Tally.Windows),
            Resources = soaked.Resources,
            Notes = [.. soaked.Exercised.Notes, .. notes],
        };
        journal.Phase("verdict", $"{verdict.Outcome}: {verdict.Reason}");
        return Conclusion.WriteReports(record, whole, directory);
    }

    /// <summary>The deciding windows come first, before the first comma of their checks' summaries.</summary>
    private static RunVerdict Explain(RunVerdict verdict, IReadOnlyList<WindowRecord> windows)
    {
        int[] With(Outcome outcome) => [.. windows.Where(w => w.Verdict == outcome).Select(w => w.Index)];
        var (invalid, unknown) = (With(Outcome.Invalid), With(Outcome.Unknown));
        var named = string.Join(", ", new[]
        {
            invalid.Length > 0 ? $"{WindowWords.List(invalid)} invalid" : "",
            unknown.Length > 0 ? $"{WindowWords.List(unknown)} unknown" : "",
        }.Where(t => t.Length > 0));
        if (named.Length > 0) return verdict with { Reason = $"of {windows.Count:#,0}: {named}; {verdict.Reason}" };
        return verdict with
        {
            Reason = windows.Count == 0 ? verdict.Reason : $"all {windows.Count:#,0} windows are valid; {verdict.Reason}",
        };
    }
}
