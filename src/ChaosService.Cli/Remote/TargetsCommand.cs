using System.CommandLine;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;

namespace ChaosService.Cli.Remote;

internal static class TargetsCommand
{
    public static Command Create(Option<string> server)
    {
        var json = CommonOptions.Json();
        var command = new Command("targets", "What the service's experiments can break; show one, bring one up to stay, or take it down.")
        {
            json, Show(server), Up(server), Down(server),
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var all = await client.GetAsync<IReadOnlyList<TargetReply>>("targets", stop);
            if (parsed.GetValue(json)) ConsoleJson.Print(all);
            else
                foreach (var t in all)
                    System.Console.Out.WriteLine($"{t.Name,-16}  {t.Database,-8}  {string.Join(' ', t.Nodes)}{Use(t.RunId, t.KeptSince)}");
            return ExitCodes.Valid;
        });
        return command;
    }

    private static Command Show(Option<string> server)
    {
        var (name, json) = (Name(server), CommonOptions.Json());
        var command = new Command("show", "A target as it is right now: its nodes, their roles, its health.") { name, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            return Print(
                await client.GetAsync<TargetStateReply>($"targets/{Uri.EscapeDataString(parsed.GetValue(name)!)}", stop),
                parsed.GetValue(json));
        });
        return command;
    }

    private static Command Up(Option<string> server)
    {
        var (name, json) = (Name(server), CommonOptions.Json());
        var command = new Command("up", "Bring a target up to stay: runs then use it and leave it up.") { name, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var state =
                await client.PostAsync<TargetStateReply>($"targets/{Uri.EscapeDataString(parsed.GetValue(name)!)}/up", body: null, stop);
            Print(state, parsed.GetValue(json));
            return state.Health == "healthy" ? ExitCodes.Valid : ExitCodes.Unavailable;
        });
        return command;
    }

    private static Command Down(Option<string> server)
    {
        var (name, json) = (Name(server), CommonOptions.Json());
        var command =
            new Command("down", "Take a target down that `targets up` brought up: containers, networks and volumes.") { name, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var target = parsed.GetValue(name)!;
            await client.PostAsync($"targets/{Uri.EscapeDataString(target)}/down", stop);
            System.Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { name = target, down = true }, ConsoleJson.Options)
                : $"{target}: down");
            return ExitCodes.Valid;
        });
        return command;
    }

    private static int Print(TargetStateReply state, bool json)
    {
        if (json)
        {
            ConsoleJson.Print(state);
            return ExitCodes.Valid;
        }
        System.Console.Out.WriteLine($"{state.Name}: {state.Health}, {state.Detail}{Use(state.RunId, state.KeptSince)}");
        foreach (var node in state.Nodes) System.Console.Out.WriteLine($"  {node.Name,-16}  {node.State,-8}  {node.Role}".TrimEnd());
        return ExitCodes.Valid;
    }

    private static string Use(string? runId, DateTimeOffset? keptSince) =>
        $"{(runId is null ? "" : $"  taken by {runId}")}{(keptSince is { } since ? $"  kept up since {Moment.Utc(since)}" : "")}";

    private static Argument<string> Name(Option<string> server) =>
        new Argument<string>("NAME") { Description = "The target's name: a folder below compose/." }
            .Suggesting<IReadOnlyList<TargetReply>>(server, "targets", all => all.Select(t => t.Name));
}
