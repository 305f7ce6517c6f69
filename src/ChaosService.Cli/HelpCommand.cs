using System.CommandLine;
using ChaosService.Cli.Common;

namespace ChaosService.Cli;

/// <summary><c>chaosctl help runs</c> is <c>chaosctl runs --help</c>.</summary>
internal static class HelpCommand
{
    public static Command Create(IProgram program)
    {
        var of = new Argument<string[]>("COMMAND")
        {
            Description = "The command to explain, such as: tokens create. Default: all of them.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        of.CompletionSources.Add(context => Usage.CommandsOf(context.ParseResult.RootCommandResult.Command));
        var command = new Command("help", "Show what a command does and takes.") { of };
        command.SetAction(async (parsed, _) =>
        {
            var streams = parsed.InvocationConfiguration;
            return await CommandLine.RunAsync([.. parsed.GetValue(of)!, "--help"], program, streams.Output, streams.Error);
        });
        return command;
    }
}
