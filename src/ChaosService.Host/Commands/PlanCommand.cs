using System.CommandLine;
using ChaosService.Experiments.Planning;
using ChaosService.Host.Composition;

namespace ChaosService.Host.Commands;

internal static class PlanCommand
{
    public static Command Create()
    {
        var file = CommonOptions.ExperimentFile();
        var (seed, set, json) = (CommonOptions.Seed(), CommonOptions.Set(), CommonOptions.Json());
        var command = new Command("plan", "Print what a run would do: the timeline, and for each fault the exact commands. Touches nothing.") { file, seed, set, json };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(seed), parsed.GetValue(set)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(string file, string? seed, string[] sets, bool json)
    {
        using var installation = new Installation(Locations.DefaultState);
        var plan = ExperimentSource.Plan(installation, file, seed, sets);
        using var output = System.Console.OpenStandardOutput();
        if (json) PlanJson.Write(plan, output);
        else System.Console.Out.WriteLine(string.Join(System.Environment.NewLine, PlanText.Lines(plan, installation.Catalog)));
        return ExitCodes.Valid;
    }
}
