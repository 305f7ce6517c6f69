using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Engine.Baselines;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Reporting;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Model.Configuration;
using ChaosService.Model.Verdicts;

namespace ChaosService.Cli.Local.Baselines;

internal static class BaselineCommand
{
    public static Command Create() => new("baseline", "Keep an experiment's figures, and tell whether later runs are worse.")
    {
        Save(), Compare(),
    };

    private static Command Save()
    {
        var (file, runs, json) = (File(), Runs(), CommonOptions.Json());
        var command = new Command("save", "Keep the figures of three or more valid runs of one experiment.") { file, runs, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var baseline = Baseline.Of(Read(parsed.GetValue(runs)!), TimeProvider.System.GetUtcNow());
            BaselineFile.Write(baseline, path);
            if (parsed.GetValue(json)) ConsoleJson.Print(new { file = path, experiment = baseline.Experiment, runs = baseline.Runs.Count });
            else System.Console.Out.WriteLine($"{path}: {baseline.Experiment}, {baseline.Runs.Count} runs");
            return ExitCodes.Valid;
        });
        return command;
    }

    private static Command Compare()
    {
        var (file, runs, json) = (File(), Runs(), CommonOptions.Json());
        var tolerance = new Option<string>("--tolerance")
        {
            Description = "By which share a figure may be worse. Default: 10%", DefaultValueFactory = _ => "10%",
        };
        var figures = new Option<string[]>("--figure")
        {
            Description =
                "A figure to compare, such as latency.p99_ms, and no other. May be repeated. Default: all but those of one worst case.",
            DefaultValueFactory = _ => [],
        };
        var command = new Command(
            "compare", "Compare later runs with a baseline. Exits with 1 when a figure is worse by more than the tolerance and the noise.")
        {
            file, runs, tolerance, figures, json,
        };
        command.SetAction(parsed =>
        {
            var comparison = BaselineComparison.Of(
                BaselineFile.Read(parsed.GetValue(file)!), Read(parsed.GetValue(runs)!), Share(parsed.GetValue(tolerance)!),
                parsed.GetValue(figures)!);
            System.Console.Out.Write(parsed.GetValue(json) ? BaselineText.Json(comparison) : BaselineText.Write(comparison));
            return comparison.Outcome switch
            {
                Outcome.Valid => ExitCodes.Valid, Outcome.Invalid => ExitCodes.Invalid, _ => ExitCodes.Unknown,
            };
        });
        return command;
    }

    private static Argument<string> File() => new("FILE") { Description = "The baseline, such as baselines/etcd-mixed.json." };

    private static Argument<string[]> Runs() => new("RUNDIR")
    {
        Description = "A run directory. May be several.", Arity = ArgumentArity.OneOrMore,
    };

    private static double Share(string text) => Quantity.TryShare(text, out var share)
        ? share
        : throw new BadInputException($"--tolerance is not a percentage: \"{text}\"; {Quantity.ShareFix}");

    private static IReadOnlyList<(string Place, ReportModel Results)> Read(IEnumerable<string> directories) =>
        [.. directories.Select(d => (d, Results(d)))];

    private static ReportModel Results(string directory)
    {
        var path = Path.Combine(directory, Reports.ResultsFile);
        if (!System.IO.File.Exists(path))
            throw new BadInputException(
                $"{directory}: there is no {Reports.ResultsFile} in this directory; name the directory of a run that came to its end");
        try
        {
            return ResultsJson.Read(path);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException(e.Message);
        }
    }
}
