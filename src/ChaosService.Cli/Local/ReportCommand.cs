using System.CommandLine;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Reporting;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;

namespace ChaosService.Cli.Local;

internal static class ReportCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("RUNDIR") { Description = "A run directory." };
        var json = CommonOptions.Json();
        var command =
            new Command("report", "Write a run's report.html and junit.xml again, from its results and history.") { directory, json };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(directory)!, parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(string directory, bool json)
    {
        if (!Directory.Exists(directory))
            throw new BadInputException($"{directory} is not a run directory; name one, such as runs/20260101-020000-etcd-mixed-1a2b3c");
        if (!File.Exists(Path.Combine(directory, Reports.ResultsFile)))
            throw new BadInputException(
                $"{directory}: there is no {Reports.ResultsFile} in this directory; name the directory of a run that came to its end, "
                + "or judge what was recorded with `chaosctl check`");
        // The ops of a soak are in its windows, which have their own reports.
        var history = Directory.Exists(Path.Combine(directory, "windows"))
            ? new History { Ops = ReadOnlyMemory<Op>.Empty }
            : HistoryFile.Read(Path.Combine(directory, "history.jsonl.gz"));
        await using var owner = Handover.Of(directory);
        try
        {
            Reports.Rewrite(directory, history);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            throw new BadInputException(e.Message);
        }
        var report = Path.Combine(directory, "report.html");
        System.Console.Out.WriteLine(json ? JsonSerializer.Serialize(new { report }, ConsoleJson.Options) : report);
        return ExitCodes.Valid;
    }
}
