using System.CommandLine;
using ChaosService.Checking.Transactions.ListAppend;
using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Engine.Judging;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options;

namespace ChaosService.Cli.Local;

internal static class CheckCommand
{
    public static Command Create(IProgram program)
    {
        var histories = new Argument<string[]>("HISTORY")
        {
            Description = "history.jsonl.gz, a plain .jsonl, a run directory, or - for the standard input. May be several.",
            Arity = ArgumentArity.OneOrMore,
        };
        var checks = new Option<string[]>("--check")
        {
            Description = "Check to run with its defaults, and no other. May be repeated. Default: those of the experiment.yaml beside the "
                + "history, otherwise those that fit its functions.",
            DefaultValueFactory = _ => [],
        };
        var model = new Option<string?>("--model")
        {
            Description = $"Read Jepsen's EDN, plain or gzip, and judge it as {ListAppendChecker.Name}: transactions on lists.",
        };
        var level = new Option<string?>("--level")
        {
            Description = $"With --model: the isolation level that must hold. Default: {ListAppendChecker.DefaultLevel}.",
        };
        var json = CommonOptions.Json();
        const string Description = "Judge histories again: any in the documented format, from this tool or another. "
            + "The exit code is that of the worst.";
        var command = new Command("check", Description) { histories, checks, model, level, json };
        command.SetAction((parsed, stop) => RunAsync(
            program, parsed.GetValue(histories)!, parsed.GetValue(checks)!, ForeignModel.Of(parsed.GetValue(model), parsed.GetValue(level)),
            parsed.GetValue(json), stop));
        return command;
    }

    private static async Task<int> RunAsync(
        IProgram program, string[] histories, string[] checks, ForeignModel? model, bool json, CancellationToken stop)
    {
        using var installation = program.Open(Locations.DefaultState);
        var known = installation.Catalog.Checks.Keys.Order(StringComparer.Ordinal);
        if (checks.FirstOrDefault(n => !known.Contains(n)) is { } wrong)
            throw new BadInputException($"--check has no such check: \"{wrong}\"; write one of: {string.Join(", ", known)}");
        if (model is not null && checks.Length > 0)
            throw new BadInputException("--model and --check are both given, and a model brings its own check; give one of them");
        if (histories.Count(h => h == HistoryFile.Input) > 1)
            throw new BadInputException("- is named twice, and the standard input can be read once; name it once");
        var results = new List<CheckedHistory>();
        foreach (var named in histories)
        {
            var result = model is null
                ? await CheckedHistory.JudgeAsync(installation, named, [.. checks.Distinct()], stop)
                : await model.JudgeAsync(named, stop);
            results.Add(result);
            if (!json && result.Verdict is { } verdict)
                System.Console.Out.Write(VerdictText.Write(Heading(result, histories.Length), verdict));
            if (result.Trouble is { } trouble) ErrorOutput.TryLine($"chaosctl: {trouble}");
        }
        if (json) PrintJson(results);
        else if (results.Count > 1) System.Console.Out.WriteLine(Count(results));
        return ExitCodes.Worst(results.Select(r => r.ExitCode));
    }

    private static void PrintJson(List<CheckedHistory> results)
    {
        if (results.Count > 1) ConsoleJson.Print(CheckedJson.Of(results));
        else if (results[0].Verdict is { } verdict) ConsoleJson.Print(CheckedJson.Of(results[0].Named, verdict));
    }

    /// <summary>The name of a single history; for several, the parts that distinguish them.</summary>
    private static string Heading(CheckedHistory result, int of) =>
        result.Named == HistoryFile.Input ? "standard input" : of > 1 ? result.Named : Path.GetFileName(result.Named.TrimEnd('/'));

    private static string Count(List<CheckedHistory> results)
    {
        var kinds = results.GroupBy(r => r.Verdict?.Outcome.ToString().ToLowerInvariant() ?? "could not be read");
        return $"{results.Count} histories: {string.Join(", ", kinds.Select(g => $"{g.Count()} {g.Key}"))}";
    }
}
