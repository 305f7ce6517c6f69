using System.CommandLine;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;

namespace ChaosService.Cli.Remote;

internal static class ExperimentsCommand
{
    public static Command Create(Option<string> server)
    {
        var json = CommonOptions.Json();
        var command = new Command(
            "experiments", "The experiments that the service was given; get or delete one.") { json, Get(server), Delete(server) };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var all = await client.GetAsync<IReadOnlyList<ExperimentReply>>("experiments", stop);
            if (parsed.GetValue(json)) ConsoleJson.Print(all);
            else if (all.Count == 0) System.Console.Out.WriteLine("no experiments; give it some with `chaosctl apply -f FILE|DIR`");
            else foreach (var e in all) System.Console.Out.WriteLine(Line(e));
            return ExitCodes.Valid;
        });
        return command;
    }

    private static string Line(ExperimentReply e)
    {
        var schedule = e.Valid ? e.Schedule : "has problems in this version: apply it again";
        return $"{e.Name,-32}  {e.Target,-16}  {e.Duration,-6}  {schedule}".TrimEnd();
    }

    private static Command Get(Option<string> server)
    {
        var (name, json) = (ClientOptions.Experiment(server), CommonOptions.Json());
        var command = new Command("get", "Print an experiment as it was applied.") { name, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var experiment = parsed.GetValue(name)!;
            var yaml = await client.TextAsync($"experiments/{Uri.EscapeDataString(experiment)}", "application/yaml", stop);
            if (parsed.GetValue(json)) ConsoleJson.Print(new { name = experiment, yaml });
            else System.Console.Out.Write(yaml);
            return ExitCodes.Valid;
        });
        return command;
    }

    private static Command Delete(Option<string> server)
    {
        var (name, json) = (ClientOptions.Experiment(server), CommonOptions.Json());
        var command = new Command("delete", "Forget an experiment and its schedule. Its runs stay.") { name, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var experiment = parsed.GetValue(name)!;
            await client.DeleteAsync($"experiments/{Uri.EscapeDataString(experiment)}", stop);
            System.Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { name = experiment, deleted = true }, ConsoleJson.Options)
                : $"{experiment}: deleted");
            return ExitCodes.Valid;
        });
        return command;
    }
}
