using System.CommandLine;
using System.CommandLine.Help;
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
    /// <summary>What a user types first.</summary>
    public const string Program = "chaosctl";

    /// <summary>A word that begins with @ is a word, not a file with more of them.</summary>
    private static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Root()
    {
        var server = ClientOptions.Server();
        var root = new RootCommand("ChaosService breaks clusters of distributed databases under load and proves what happened.")
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
            HelpCommand.Create(),
        };
        // Here /h may be a file.
        foreach (var help in root.Options.OfType<HelpOption>())
            foreach (var alias in help.Aliases.Where(a => a[0] == '/').ToArray()) help.Aliases.Remove(alias);
        return root;
    }

    public static ParseResult Parse(IReadOnlyList<string> args) => Root().Parse(args, Plain);

    public static Task<int> RunAsync(string[] args) => RunAsync(args, System.Console.Out, System.Console.Error);

    /// <param name="output">Gets the help; commands themselves write to the console.</param>
    /// <param name="error">Gets what is wrong.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Parse(args);
        var problems = Usage.Problems(parsed, args);
        if (problems.Count > 0)
        {
            await TryTellAsync(error, [.. problems.Select(p => $"{Program}: {p}"), Usage.Hint(parsed)]);
            return ExitCodes.Usage;
        }

        using var stop = new StopSignals();
        // The signals are ours: the library's own handling would end the process before the faults are reverted.
        var invocation = new InvocationConfiguration
        {
            ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false, Output = output, Error = error,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, stop.Token);
        }
        catch (Exception e)
        {
            return await ExplainAsync(e, error);
        }
    }

    private static async Task<int> ExplainAsync(Exception e, TextWriter error)
    {
        var (message, code) = e switch
        {
            BadInputException => (e.Message, ExitCodes.BadInput),
            TargetBusyException or ClusterUnavailableException or FaultUnavailableException or IOException or UnauthorizedAccessException or DbException => (e.Message, ExitCodes.Unavailable),
            OperationCanceledException => ("stopped", ExitCodes.Aborted),
            _ => ($"a fault in ChaosService itself; please report it with what follows.\n{e}", ExitCodes.Internal),
        };
        await TryTellAsync(error, $"{Program}: {message}");
        return code;
    }

    /// <summary>False when the error output is gone or full: then the exit code says it alone.</summary>
    private static async Task<bool> TryTellAsync(TextWriter error, params string[] lines)
    {
        try
        {
            foreach (var line in lines) await error.WriteLineAsync(line);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>A file that a user gave is wrong; the message says where, what and how to mend it.</summary>
internal class BadInputException(string message) : Exception(message);
