using System.CommandLine;
using ChaosService.Cli.Remote.Client;
using ChaosService.Engine.Judging;

namespace ChaosService.Cli.Remote;

/// <summary>pin, unpin.</summary>
internal static class PinCommands
{
    public static Command Pin(Option<string> server) =>
        Create(server, "pin", "Keep a run of the service whatever its limits say.", "pinned");

    public static Command Unpin(Option<string> server) =>
        Create(server, "unpin", "Let the limits of the service hold for a run again.", "not pinned any more");

    private static Command Create(Option<string> server, string name, string description, string said)
    {
        var run = ClientOptions.Run(server);
        var command = new Command(name, description) { run };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var id = parsed.GetValue(run)!;
            await client.PostAsync($"runs/{Uri.EscapeDataString(id)}/{name}", stop);
            System.Console.Out.WriteLine($"{id}: {said}");
            return ExitCodes.Valid;
        });
        return command;
    }
}
