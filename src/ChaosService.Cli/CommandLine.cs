using System.CommandLine;
using System.CommandLine.Help;
using ChaosService.Cli.Administration;
using ChaosService.Cli.Common;
using ChaosService.Cli.Completion;
using ChaosService.Cli.Console;
using ChaosService.Cli.Guard;
using ChaosService.Cli.Local;
using ChaosService.Cli.Local.Baselines;
using ChaosService.Cli.Remote;
using ChaosService.Cli.Remote.Client;
using ChaosService.Cli.Remote.Watching;
using ChaosService.Engine.Judging;

namespace ChaosService.Cli;

/// <summary>The command tree, and the common handling of failures of all commands.</summary>
internal static class CommandLine
{
    /// <summary>The program's name.</summary>
    public const string Program = "chaosctl";

    /// <summary>An argument that begins with @ is taken literally, not as a file with further arguments.</summary>
    private static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Root(IProgram program)
    {
        var server = ClientOptions.Server();
        var root = new RootCommand("ChaosService breaks clusters of distributed databases under load and proves what happened.")
        {
            DoctorCommand.Create(program),
            ValidateCommand.Create(program),
            PlanCommand.Create(program),
            RunCommand.Create(program),
            CheckCommand.Create(program),
            ReportCommand.Create(),
            BaselineCommand.Create(),
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
            HelpCommand.Create(program),
        };
        // In this program /h may be a file.
        foreach (var help in root.Options.OfType<HelpOption>())
            foreach (var alias in help.Aliases.Where(a => a[0] == '/').ToArray()) help.Aliases.Remove(alias);
        return root;
    }

    public static ParseResult Parse(IReadOnlyList<string> args, IProgram program) => Root(program).Parse(args, Plain);

    public static Task<int> RunAsync(string[] args, IProgram program) => RunAsync(args, program, System.Console.Out, System.Console.Error);

    /// <param name="output">Receives the help; commands themselves write to the console.</param>
    /// <param name="error">Receives the errors. If it fails, the exit code does not change.</param>
    public static async Task<int> RunAsync(string[] args, IProgram program, TextWriter output, TextWriter error)
    {
        var parsed = Parse(args, program);
        var problems = Usage.Problems(parsed, args);
        if (problems.Count > 0)
        {
            foreach (var problem in problems) ErrorOutput.TryLine(error, $"{Program}: {problem}");
            ErrorOutput.TryLine(error, Usage.Hint(parsed));
            return ExitCodes.Usage;
        }

        using var stop = new StopSignals();
        // We handle signals: the library's own handling would end the process before the faults are reverted.
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
            var code = ExitCodes.Of(e);
            ErrorOutput.TryLine(error, $"{Program}: {ErrorText.Of(e, code)}");
            return code;
        }
    }
}
