using System.CommandLine;
using ChaosService.Host.Client;
using ChaosService.Host.Client.Completion;
using ChaosService.Host.Console;

namespace ChaosService.Host.Commands;

/// <summary>The command tree, and what every command does when it cannot go on.</summary>
internal static class CommandLine
{
    public static RootCommand Root(IProgram program)
    {
        var server = ClientOptions.Server();
        return new("ChaosService breaks clusters of distributed databases under load and proves what happened.")
        {
            DoctorCommand.Create(program),
            ValidateCommand.Create(program),
            PlanCommand.Create(program),
            RunCommand.Create(program),
            CheckCommand.Create(program),
            ReportCommand.Create(),
            FaultsCommand.Create(program),
            ServeCommand.Create(program),
            ConfigCommand.Create(),
            TokensCommand.Create(program),
            StoreCommand.Create(program),
            AuditCommand.Create(program),
            WatchdogCommand.Create(program),
            server,
            ClientOptions.Ca(),
            ApplyCommand.Create(server),
            ExperimentsCommand.Create(server),
            TargetsCommand.Create(server),
            SchedulesCommand.Create(server),
            TriggerCommand.Create(server),
            RunsCommand.Create(server),
            SuitesCommand.Create(server),
            WatchCommand.Create(server),
            ControlCommands.Abort(server),
            ControlCommands.Halt(server),
            ControlCommands.Resume(server),
            NotificationsCommand.Create(server),
            RetentionCommand.Create(server),
            PinCommands.Pin(server),
            PinCommands.Unpin(server),
            CompletionCommand.Create(),
        };
    }

    public static async Task<int> RunAsync(string[] args, IProgram program)
    {
        var parsed = Root(program).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) ErrorOutput.TryLine($"chaosctl: {error.Message}");
            ErrorOutput.TryLine("Try `chaosctl --help`, or `chaosctl COMMAND --help`.");
            return ExitCodes.Usage;
        }

        using var stop = new StopSignals();
        // The signals are ours: the library's own handling would end the process before the faults are reverted.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(invocation, stop.Token);
        }
        catch (Exception e)
        {
            var code = ExitCodes.Of(e);
            ErrorOutput.TryLine($"chaosctl: {Explain(e, code)}");
            return code;
        }
    }

    /// <summary>What went wrong, for people.</summary>
    public static string Explain(Exception e, int code) => code switch
    {
        ExitCodes.Aborted => "stopped",
        ExitCodes.Internal => $"a fault in ChaosService itself; please report it with what follows.\n{e}",
        _ => e.Message,
    };
}
