using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Engine.Judging;
using ChaosService.Experiments.Planning;
using ChaosService.Model;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Service.Options;

namespace ChaosService.Cli.Local;

internal static class PlanCommand
{
    public static Command Create(IProgram program)
    {
        var file = CommonOptions.ExperimentFile();
        var (seed, set, window, json) = (CommonOptions.Seed(), CommonOptions.Set(), CommonOptions.Window(), CommonOptions.Json());
        var command =
            new Command("plan", "Print what a run would do: the timeline, and for each fault the exact commands. Touches nothing.")
            {
                file, seed, set, window, json,
            };
        command.SetAction(parsed => Run(
            program, parsed.GetValue(file)!, parsed.GetValue(seed),
            CommonOptions.WithWindow(parsed.GetValue(set)!, parsed.GetValue(window)), parsed.GetValue(json)));
        return command;
    }

    private static int Run(IProgram program, string file, string? seed, string[] sets, bool json)
    {
        using var installation = program.Open(Locations.DefaultState);
        var (experiment, plan) = ExperimentSource.Planned(installation, file, seed, sets);
        using var output = System.Console.OpenStandardOutput();
        if (json) PlanJson.Write(plan, output);
        else System.Console.Out.WriteLine(string.Join(System.Environment.NewLine, Lines(experiment, plan, installation.Catalog)));
        return ExitCodes.Valid;
    }

    /// <summary>For a soak, its overall plan and the first window as an example.</summary>
    private static IEnumerable<string> Lines(Experiment experiment, Plan plan, Catalog catalog) => plan.Soak is null
        ? PlanText.Lines(plan, catalog)
        : [.. PlanText.Lines(plan, catalog), "", "the first window; --window N shows another one", .. PlanText.Faults(
            Planner.PlanWindow(experiment, plan.Seed, 1), catalog)];
}
