using System.CommandLine;
using System.Text;
using ChaosService.Cli.Console;
using ChaosService.Cli.Remote.Client;
using ChaosService.Engine.Judging;
using ChaosService.Experiments.Loading;
using ChaosService.Model.Configuration;
using ChaosService.Service.Replies;

namespace ChaosService.Cli.Remote;

internal static class ApplyCommand
{
    private const int BytesMax = 1 << 20;

    public static Command Create(Option<string> server)
    {
        var files = new Option<string[]>("--file", "-f")
        {
            Description = "A file with an experiment or a suite, or a directory whose *.yaml are taken. May be repeated.",
            Required = true,
        };
        var command = new Command("apply", "Give experiments and suites to the service: it keeps each under its name.") { files };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            return await RunAsync(client, parsed.GetValue(files)!, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServiceClient client, string[] named, CancellationToken stop)
    {
        var worst = ExitCodes.Valid;
        foreach (var file in named.SelectMany(Files))
        {
            try
            {
                var yaml = await ReadAsync(file, stop);
                var isSuite = DocumentHead.Of(yaml).IsSuite;
                var reply = await client.ApplyAsync(isSuite ? "suites" : "experiments", yaml, stop);
                System.Console.Out.WriteLine($"{(isSuite ? SuiteName.Of(reply.Name) : reply.Name)}: {reply.Outcome}");
            }
            catch (RefusedByServiceException e)
            {
                // The other files are still applied.
                worst = ExitCodes.BadInput;
                var problems = e.Problem.Problems ?? [];
                var lines = string.Join('\n', problems.Select(p => RefusedByServiceException.Describe(p, file)));
                ErrorOutput.TryLine(problems.Count == 0
                    ? $"chaosctl: {file}: {e.Message}"
                    : $"chaosctl: {file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}\n{lines}");
            }
        }
        return worst;
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new BadInputException($"--file: there is no such file or directory: \"{path}\"; check the path");
        // Links are not followed: they may be circular, or lead to files that should not be sent.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(path, "*.yaml", options).Order(StringComparer.Ordinal);
    }

    /// <summary>Stops one byte past the limit, so that it also ends for an infinite file.</summary>
    private static async Task<string> ReadAsync(string file, CancellationToken stop)
    {
        await using var stream = File.OpenRead(file);
        var buffer = new byte[BytesMax + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return length <= BytesMax
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw new BadInputException(
                $"--file: {file} is bigger than 1 MiB; an experiment is a few KiB: check that this is the right file");
    }
}
