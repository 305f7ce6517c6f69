using System.CommandLine;
using ChaosService.Experiments.Loading;
using ChaosService.Host.Commands;
using ChaosService.Host.Suites;

namespace ChaosService.Host.Client;

internal static class ApplyCommand
{
    public static Command Create(Option<string> server)
    {
        var files = new Option<string[]>("--file", "-f") { Description = "A file with an experiment or a suite, or a directory whose *.yaml are taken. May be repeated.", Required = true };
        var command = new Command("apply", "Give experiments and suites to the service: it keeps each under its name.") { files };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(server)!, parsed.GetValue(files)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(string server, string[] named, CancellationToken stop)
    {
        using var client = new ServiceClient(server);
        var worst = ExitCodes.Valid;
        foreach (var file in named.SelectMany(Files))
        {
            try
            {
                var yaml = await File.ReadAllTextAsync(file, stop);
                var isSuite = DocumentHead.Of(yaml).IsSuite;
                var reply = await client.ApplyAsync(isSuite ? "suites" : "experiments", yaml, stop);
                System.Console.Out.WriteLine($"{(isSuite ? SuiteName.Of(reply.Name) : reply.Name)}: {reply.Outcome}");
            }
            catch (RefusedByServiceException e)
            {
                // The other files are as good as they were.
                worst = ExitCodes.BadInput;
                var problems = e.Problem.Problems ?? [];
                await System.Console.Error.WriteLineAsync(problems.Count == 0
                    ? $"chaosctl: {file}: {e.Message}"
                    : $"chaosctl: {file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}\n{string.Join('\n', problems.Select(p => RefusedByServiceException.Describe(p, file)))}");
            }
        }
        return worst;
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new BadInputException($"--file: there is no such file or directory: \"{path}\"; check the path");
        return Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
    }
}
