using System.CommandLine;
using System.Text.Json;
using ChaosService.Host.Composition;

namespace ChaosService.Host.Commands;

internal static class ValidateCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Experiment files (YAML).", Arity = ArgumentArity.OneOrMore };
        var (set, json) = (CommonOptions.Set(), CommonOptions.Json());
        var command = new Command("validate", "Report every problem of experiment files, each with its place and fix.") { files, set, json };
        command.SetAction(parsed => Run(parsed.GetValue(files)!, parsed.GetValue(set)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] files, string[] sets, bool json)
    {
        using var installation = new Installation(Locations.DefaultState);
        var results = files.Select(f => (File: f, installation.Experiments.Load(f, ExperimentSource.Overrides(sets)).Problems)).ToList();
        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(
                results.Select(r => new
                {
                    file = r.File,
                    valid = r.Problems.Count == 0,
                    problems = r.Problems.Select(p => new { file = p.Place.File, line = p.Place.Line, column = p.Place.Column, message = p.Message, value = p.Value, fix = p.Fix }),
                }),
                ConsoleJson.Options));
        }
        else
        {
            foreach (var (file, problems) in results)
                System.Console.Out.WriteLine(problems.Count == 0 ? $"{file}: valid" : ExperimentSource.Describe(file, problems));
        }
        return results.All(r => r.Problems.Count == 0) ? ExitCodes.Valid : ExitCodes.BadInput;
    }
}
