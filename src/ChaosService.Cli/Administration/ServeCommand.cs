using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Engine.Judging;
using ChaosService.Service.Installations;
using ChaosService.Service.Options;

namespace ChaosService.Cli.Administration;

internal static class ServeCommand
{
    public static Command Create(IProgram program)
    {
        var flags = new ServiceFlags();
        var command = flags.AddTo(new Command(
            "serve", "Run the service: experiments by schedule and on demand, over HTTP. Ctrl-C reverts everything before it ends."));
        command.SetAction((parsed, stop) => RunAsync(program, flags.Read(parsed), stop));
        return command;
    }

    private static async Task<int> RunAsync(IProgram program, ServiceOptions options, CancellationToken stop)
    {
        await using var screen = Screen.Open(json: false, stop);
        await program.ServeAsync(
            options, (installation, service) => Tell(screen, ReadyLine(service.Address, options, installation), service.Attention), stop);
        return ExitCodes.Valid;
    }

    private static void Tell(Screen screen, string ready, string? warning)
    {
        screen.Line(ready);
        if (warning is not null) screen.Error($"chaosctl: attention: {warning}");
    }

    private static string ReadyLine(string address, ServiceOptions options, Installation installation)
    {
        var experiments = installation.Applied().All().Count;
        var halted = installation.Halts.Current is { } why ? $", {why}" : "";
        return $"chaosservice is ready at {address} (state {Path.GetFullPath(options.State)}, {experiments} "
            + $"experiment{(experiments == 1 ? "" : "s")}{halted})";
    }
}
