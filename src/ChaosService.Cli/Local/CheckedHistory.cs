using ChaosService.Checking.Assumptions;
using ChaosService.Engine.Judging;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Installations;

namespace ChaosService.Cli.Local;

/// <summary>A history that was judged, or could not be read.</summary>
/// <param name="Named">As given by the user.</param>
/// <param name="Verdict">Null: see <paramref name="Trouble"/>.</param>
/// <param name="Trouble">Why none or only a part of it could be judged; null for a complete one.</param>
internal sealed record CheckedHistory(string Named, RunVerdict? Verdict, string? Trouble)
{
    public int ExitCode => Verdict is null ? ExitCodes.BadInput : ExitCodes.Of(Verdict);

    /// <summary>
    /// By the given checks; otherwise with the checks of its run, when it is one of ours; otherwise by all checks that fit it.
    /// </summary>
    public static async Task<CheckedHistory> JudgeAsync(
        Installation installation, string named, IReadOnlyList<string> checks, CancellationToken stop)
    {
        try
        {
            var file = FileOf(named);
            var history = await HistoryFile.ReadAsync(file, stop);
            var judge = installation.Judge;
            var verdicts = checks.Count == 0 && ExperimentOf(file) is { } experiment
                ? judge.Check(history, FromExperiment(installation, experiment, file) ?? Planned(judge, Fitting(history, file)), stop)
                : WithDoubts(judge.CheckOnly(history, Planned(judge, checks.Count > 0 ? checks : Fitting(history, file)), stop), history);
            var cut = history.Truncation is { } why ? $"{file}: {why}" : null;
            return new CheckedHistory(named, RunVerdict.Merge(verdicts, expected: null), cut);
        }
        catch (BadInputException e)
        {
            return new CheckedHistory(named, null, e.Message);
        }
    }

    private static string FileOf(string named)
    {
        if (named == HistoryFile.Input || !Directory.Exists(named)) return named;
        var file = Path.Combine(named, "history.jsonl.gz");
        if (File.Exists(file)) return file;
        var windows = Path.Combine(named, "windows");
        throw new BadInputException(Directory.Exists(windows)
            ? $"{named} is a soak, and its histories are those of its windows; name what is kept, such as {Path.Combine(windows, "*")}"
            : $"{named}: there is no history.jsonl.gz in this directory; name a run directory or a history");
    }

    /// <summary>
    /// The assumptions are for runs: a history from elsewhere has no steady state and no faults to prove. Problems with the file itself
    /// always count, whatever checks were requested.
    /// </summary>
    private static IReadOnlyList<CheckVerdict> WithDoubts(IReadOnlyList<CheckVerdict> verdicts, History history) =>
        HistoryDoubts.Of(history) is { Count: > 0 } doubts && verdicts.All(v => v.Check != Judge.Assumptions)
            ? [.. verdicts, CheckVerdict.Unknown(Judge.Assumptions, string.Join("; ", doubts))]
            : verdicts;

    private static List<PlannedCheck> Planned(Judge judge, IEnumerable<string> names) =>
        [.. names.Select(n => new PlannedCheck(n, judge.Defaults(n)))];

    /// <summary>The file that shows that a history belongs to one of our runs; null when there is none.</summary>
    private static string? ExperimentOf(string file)
    {
        if (file == HistoryFile.Input) return null;
        // A window of a soak is two levels below its experiment: runs/<run>/windows/0007.
        var experiment = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, IsWindow(file) ? "../.." : "", "experiment.yaml");
        return File.Exists(experiment) ? experiment : null;
    }

    private static bool IsWindow(string file) =>
        Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(file)))) == "windows";

    /// <summary>Null when this version can no longer read the experiment.</summary>
    private static List<PlannedCheck>? FromExperiment(Installation installation, string experiment, string file) =>
        installation.Experiments.Load(experiment, []).Experiment is { } sound
            ? [
                .. sound.Checks.Where(c => !IsWindow(file) || !c.Parameters.OverWholeSoak)
                    .Select(c => new PlannedCheck(c.Kind, c.Parameters)),
            ]
            : null;

    private static List<string> Fitting(History history, string file)
    {
        var functions = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var op in history.Ops.Span) functions.Add(op.F);
        List<string> checks = [];
        if (functions.Contains(Functions.Write) || functions.Contains(Functions.Cas)) checks.Add("linearizable");
        if (functions.Contains(Functions.Add)) checks.Add("set-full");
        if (functions.Contains(Functions.Increment)) checks.Add("counter-sum");
        if (functions.Contains(Functions.Transfer)) checks.Add("bank");
        if (functions.Contains(Functions.WritePoints)) checks.Add("written-equals-read");
        if (functions.Contains(Functions.WritePoints) && functions.Contains(Functions.Query)) checks.Add("query-golden");
        if (functions.Contains(Functions.Manage)) checks.Add("catalog");
        // Availability does not answer the question whether the answers are right.
        if (checks.Count == 0 && functions.Any(f => f != Functions.Read))
            throw new BadInputException(
                $"{file}: no check fits its functions ({string.Join(", ", functions.Order(StringComparer.Ordinal))}); "
                + "name one with --check, or write them as read, write, cas, add, increment, transfer and balances");
        return [.. checks, "availability"];
    }
}
