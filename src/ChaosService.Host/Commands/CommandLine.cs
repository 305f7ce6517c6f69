using System.CommandLine;
using System.Data.Common;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Running;
using ChaosService.Host.Client;
using ChaosService.Host.Client.Completion;
using ChaosService.Model.Clusters;

namespace ChaosService.Host.Commands;

/// <summary>The command tree, and what every command does when it cannot go on.</summary>
internal static class CommandLine
{
    public static RootCommand Root()
    {
        var server = ClientOptions.Server();
        return new("ChaosService breaks clusters of distributed databases under load and proves what happened.")
        {
            DoctorCommand.Create(),
            ValidateCommand.Create(),
            PlanCommand.Create(),
            RunCommand.Create(),
            CheckCommand.Create(),
            ReportCommand.Create(),
            FaultsCommand.Create(),
            ServeCommand.Create(),
            ConfigCommand.Create(),
            TokensCommand.Create(),
            StoreCommand.Create(),
            AuditCommand.Create(),
            WatchdogCommand.Create(),
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

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await System.Console.Error.WriteLineAsync($"chaosctl: {error.Message}");
            await System.Console.Error.WriteLineAsync("Try `chaosctl --help`, or `chaosctl COMMAND --help`.");
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
            return await ExplainAsync(e);
        }
    }

    private static async Task<int> ExplainAsync(Exception e)
    {
        var (message, code) = e switch
        {
            BadInputException => (e.Message, ExitCodes.BadInput),
            TargetBusyException or ClusterUnavailableException or FaultUnavailableException or IOException or UnauthorizedAccessException or DbException => (e.Message, ExitCodes.Unavailable),
            OperationCanceledException => ("stopped", ExitCodes.Aborted),
            _ => ($"a fault in ChaosService itself; please report it with what follows.\n{e}", ExitCodes.Internal),
        };
        await System.Console.Error.WriteLineAsync($"chaosctl: {message}");
        return code;
    }
}

/// <summary>A file that a user gave is wrong; the message says where, what and how to mend it.</summary>
internal class BadInputException(string message) : Exception(message);
