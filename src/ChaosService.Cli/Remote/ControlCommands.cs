using System.CommandLine;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Service.Replies;

namespace ChaosService.Cli.Remote;

/// <summary>abort, halt, resume.</summary>
internal static class ControlCommands
{
    public static Command Abort(Option<string> server)
    {
        var run = ClientOptions.Run(server);
        var command = new Command(
            "abort", "End a run of the service early, or a suite's: its faults are reverted, what was recorded is judged.") { run };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var named = parsed.GetValue(run)!;
            if (SuiteName.In(named) is { } suiteRun) await client.PostAsync($"suites/runs/{Uri.EscapeDataString(suiteRun)}/abort", stop);
            else await client.PostAsync($"runs/{Uri.EscapeDataString(named)}/abort", stop);
            System.Console.Out.WriteLine($"{named}: aborting");
            return ExitCodes.Valid;
        });
        return command;
    }

    public static Command Halt(Option<string> server)
    {
        var reason = new Option<string?>("--reason") { Description = "Shown to whoever wants a run until the service is resumed." };
        var command = new Command("halt", "Revert everything now, and refuse new runs until `resume`.") { reason };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            var reply = await client.PostAsync<HaltReply>("halt", new HaltBody { Reason = parsed.GetValue(reason) }, stop);
            System.Console.Out.WriteLine(
                $"halted; aborted {reply.AbortedRuns.Count} run{(reply.AbortedRuns.Count == 1 ? "" : "s")}, "
                    + $"{(reply.StillActive.Count == 0 ? "nothing is broken" : $"{reply.StillActive.Count} faults are STILL in force")}");
            foreach (var fault in reply.StillActive)
                System.Console.Out.WriteLine($"  {fault.RunId}  {fault.Id}  {fault.Kind}  undo: {fault.Undo}");
            return reply.StillActive.Count == 0 ? ExitCodes.Valid : ExitCodes.Unavailable;
        });
        return command;
    }

    public static Command Resume(Option<string> server)
    {
        var command = new Command("resume", "Let the service take runs again after a halt.");
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            await client.PostAsync("resume", stop);
            System.Console.Out.WriteLine("resumed");
            return ExitCodes.Valid;
        });
        return command;
    }
}
