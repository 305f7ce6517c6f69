using System.CommandLine;
using ChaosService.Engine.Judging;
using ChaosService.Host.Composition;
using ChaosService.Host.Console;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Verdicts;

namespace ChaosService.Host.Commands;

internal static class CheckCommand
{
    public static Command Create(IProgram program)
    {
        var history = new Argument<string>("HISTORY") { Description = "history.jsonl.gz, a plain .jsonl, or a run directory." };
        var checks = new Option<string[]>("--check") { Description = "Check to run with its defaults. May be repeated. Default: those of the experiment.yaml beside the history, otherwise those that fit its functions.", DefaultValueFactory = _ => [] };
        var json = CommonOptions.Json();
        var command = new Command("check", "Judge a history again: any history in the documented format, from this tool or another.") { history, checks, json };
        command.SetAction((parsed, stop) => Task.FromResult(Run(program, parsed.GetValue(history)!, parsed.GetValue(checks)!, parsed.GetValue(json), stop)));
        return command;
    }

    private static int Run(IProgram program, string path, string[] names, bool json, CancellationToken stop)
    {
        using var installation = program.Open(Locations.DefaultState);
        if (names.FirstOrDefault(n => !installation.Catalog.Checks.ContainsKey(n)) is { } wrong)
            throw new BadInputException($"--check has no such check: \"{wrong}\"; write one of: {string.Join(", ", installation.Catalog.Checks.Keys.Order(StringComparer.Ordinal))}");
        var file = Directory.Exists(path) ? Path.Combine(path, "history.jsonl.gz") : path;
        if (!File.Exists(file) && Directory.Exists(Path.Combine(path, "windows")))
            throw new BadInputException($"{path} is a soak, and its histories are those of its windows; name one that is kept, such as {Path.Combine(path, "windows", "0001")}");
        var history = HistoryFile.Read(file);
        var planned = names.Length > 0 ? Named(installation.Judge, names) : FromExperiment(installation, file) ?? Named(installation.Judge, Fitting(history));
        var verdict = RunVerdict.Merge(installation.Judge.Check(history, planned, stop), expected: null);

        if (json) System.Console.Out.WriteLine(VerdictJson.Write(verdict));
        else System.Console.Out.Write(VerdictText.Write(Path.GetFileName(path.TrimEnd('/')), verdict));
        if (history.Truncation is { } cut) System.Console.Error.WriteLine($"chaosctl: {file}: {cut}");
        return ExitCodes.Of(verdict);
    }

    private static List<PlannedCheck> Named(Judge judge, IEnumerable<string> names) => [.. names.Select(n => new PlannedCheck(n, judge.Defaults(n)))];

    private static List<PlannedCheck>? FromExperiment(Installation installation, string historyFile)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(historyFile))!;
        // A window of a soak lies two levels below its experiment: runs/<run>/windows/0007.
        var inWindow = Path.GetFileName(Path.GetDirectoryName(directory)) == "windows";
        var file = Path.Combine(directory, inWindow ? "../.." : "", "experiment.yaml");
        if (!File.Exists(file) || installation.Experiments.Load(file, []).Experiment is not { } experiment) return null;
        return [.. experiment.Checks.Where(c => !inWindow || !c.Parameters.OverWholeSoak).Select(c => new PlannedCheck(c.Kind, c.Parameters))];
    }

    private static List<string> Fitting(History history)
    {
        var functions = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var op in history.Ops.Span) functions.Add(op.F);
        List<string> checks = [];
        if (functions.Contains(Functions.Write) || functions.Contains(Functions.Cas)) checks.Add("linearizable");
        if (functions.Contains(Functions.Add)) checks.Add("set-full");
        return [.. checks, "availability"];
    }
}
