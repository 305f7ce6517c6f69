using System.CommandLine;
using System.Text.Json;
using ChaosService.Model.Configuration;

namespace ChaosService.Cli.Remote.Client;

/// <summary>Completion of names that only the service knows.</summary>
internal static class Suggestions
{
    /// <summary>The shell, and the user, wait for the answer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Completes the argument from a list of the service; with nothing when it does not answer in time, and for the help, which calls it
    /// without a command line: it shows the argument's name.
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
            // Completion shows no errors: the command itself will report the problem.
            return [];
        }
    }
}
