using System.CommandLine;
using ChaosService.Host.Composition;
using ChaosService.Host.Console;
using ChaosService.Host.Service;
using ChaosService.Host.Service.Options;
using ChaosService.Host.Service.Queue;

namespace ChaosService.Host.Commands;

internal static class ServeCommand
{
    public static Command Create()
    {
        var flags = new ServiceFlags();
        var command = flags.AddTo(new Command("serve", "Run the service: experiments by schedule and on demand, over HTTP. Ctrl-C reverts everything before it ends."));
        command.SetAction((parsed, stop) => RunAsync(flags.Read(parsed), stop));
        return command;
    }

    private static async Task<int> RunAsync(ServiceOptions options, CancellationToken stop)
    {
        using var installation = new Installation(options.State, telemetry: Telemetry.Of(options, TimeProvider.System), store: options.Store);
        var daemon = new Daemon(options, installation, new EngineWork(installation, options.RunsDirectory), Watchdog.StartAsync);
        await using var screen = Screen.Open(json: false, stop);
        await daemon.RunAsync((address, warning) => Tell(screen, ReadyLine(address, options, installation), warning), stop);
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
        return $"chaosservice is ready at {address} (state {Path.GetFullPath(options.State)}, {experiments} experiment{(experiments == 1 ? "" : "s")}{halted})";
    }
}
