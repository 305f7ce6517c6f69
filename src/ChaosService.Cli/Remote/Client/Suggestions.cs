using System.CommandLine;
using System.Text.Json;
using ChaosService.Model.Configuration;

namespace ChaosService.Cli.Remote.Client;

/// <summary>Names that only the service knows, for who presses Tab.</summary>
internal static class Suggestions
{
    /// <summary>A shell waits for the answer with the user in front of it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Completes the argument with what a list of the service holds; with nothing when it does not answer in time, and for the help, which
    /// asks without a command line: it shows the argument's name.
    /// </summary>
    public static Argument<string> Suggesting<T>(
        this Argument<string> argument, Option<string> server, string path, Func<T, IEnumerable<string>> names)
    {
        argument.CompletionSources.Add(context =>
            context.ParseResult.GetResult(server) is null ? [] : Ask(context.ParseResult, server, path, names));
        return argument;
    }

    private static IEnumerable<string> Ask<T>(ParseResult parsed, Option<string> server, string path, Func<T, IEnumerable<string>> names)
    {
        try
        {
            using var client = parsed.Connect(server);
            return [.. names(client.GetNow<T>(path, Limit))];
        }
        catch (Exception e)
            when (e is IOException or BadInputException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            // Tab is no place for errors: the command itself will say what is wrong.
            return [];
        }
    }
}
