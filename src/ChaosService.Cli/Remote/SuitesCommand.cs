using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Service.Replies;

namespace ChaosService.Cli.Remote;

internal static class SuitesCommand
{
    public static Command Create(Option<string> server)
    {
        var filters = new Option<string?>[]
        {
            new("--suite") { Description = "Only runs of this suite." },
            new("--state") { Description = "Only runs that are running, finished, aborted or interrupted." },
            new("--verdict") { Description = "Only runs that are valid, invalid or unknown." },
            new("--limit") { Description = "How many. Default: 50." },
        };
        var json = CommonOptions.Json();
        var command = new Command("suites", "List the runs of the service's suites, the newest first.") { json };
        foreach (var filter in filters) command.Add(filter);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            return await RunAsync(client, parsed.Query(filters), parsed.GetValue(json), stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServiceClient client, string query, bool json, CancellationToken stop)
    {
        var reply = await client.GetAsync<SuiteRunListReply>($"suites/runs?{query}", stop);
        if (json)
            ConsoleJson.Print(reply);
        else if (reply.Runs.Count == 0)
            System.Console.Out.WriteLine("no suite ran yet; start one with `chaosctl trigger suite/NAME`");
        else
            foreach (var run in reply.Runs) System.Console.Out.WriteLine(Line(run).TrimEnd());
        return ExitCodes.Valid;
    }

    private static string Line(SuiteRunReply run) =>
        $"{SuiteName.Of(run.Id)}  {run.State,-11}  {run.Verdict ?? "–",-7}  {run.StartedAt:yyyy-MM-dd HH:mm:ss}  {run.Reason}";
}
