using System.CommandLine;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Engine.Judging;
using ChaosService.Experiments.Loading;
using ChaosService.Model.Configuration;
using ChaosService.Service.Installations;
using ChaosService.Service.Options;

namespace ChaosService.Cli.Local;

internal static class ValidateCommand
{
    public static Command Create(IProgram program)
    {
        var files =
            new Argument<string[]>("FILE") { Description = "Files of experiments and suites (YAML).", Arity = ArgumentArity.OneOrMore };
        var (set, json) = (CommonOptions.Set(), CommonOptions.Json());
        var command =
            new Command("validate", "Report every problem of experiments and suites, each with its place and fix.") { files, set, json };
        command.SetAction(parsed => Run(program, parsed.GetValue(files)!, parsed.GetValue(set)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(IProgram program, string[] files, string[] sets, bool json)
    {
        using var installation = program.Open(Locations.DefaultState);
        var results = files.Select(f => (File: f, Problems: Problems(installation, f, sets))).ToList();
        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(
                results.Select(r => new
                {
                    file = r.File,
                    valid = r.Problems.Count == 0,
                    problems = r.Problems.Select(p => new
                    {
                        file = p.Place.File, line = p.Place.Line, column = p.Place.Column, message = p.Message, value = p.Value,
                        fix = p.Fix,
                    }),
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

    private static IReadOnlyList<Problem> Problems(Installation installation, string file, string[] sets) =>
        DocumentHead.Load(file, []).IsSuite
        ? installation.Suites.Load(file).Problems
        : installation.Experiments.Load(file, ExperimentSource.Overrides(sets)).Problems;
}
