using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;

namespace ChaosService.Cli.Remote;

internal static class RunsCommand
{
    private const int ReasonMax = 80;

    public static Command Create(Option<string> server)
    {
        var filters = new Option<string?>[]
        {
            new("--experiment") { Description = "Only runs of this experiment." },
            new("--state") { Description = "Only runs that are queued, running, finished, aborted, interrupted or rejected." },
            new("--verdict") { Description = "Only runs that are valid, invalid or unknown." },
            new("--label") { Description = "Only runs with this label: name=value." },
            new("--since") { Description = "Only runs accepted since, such as 2026-01-31T02:00:00Z." },
            new("--limit") { Description = "How many. Default: 50." },
        };
        var json = CommonOptions.Json();
        var command = new Command("runs", "List the service's runs, the newest first.") { json };
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
        var reply = await client.GetAsync<RunListReply>($"runs?{query}", stop);
        if (json)
            ConsoleJson.Print(reply);
        else if (reply.Runs.Count == 0)
            System.Console.Out.WriteLine("no runs; start one with `chaosctl trigger NAME`");
        else
            foreach (var run in reply.Runs) System.Console.Out.WriteLine(Line(run).TrimEnd());
        return ExitCodes.Valid;
    }

    private static string Line(RunReply run) =>
        $"{run.Id}  {run.State,-11}  {run.Verdict ?? "–",-7}  {run.AcceptedAt:yyyy-MM-dd HH:mm:ss}  {run.Cause,-12}  {Short(run.Reason)}";

    private static string Short(string? reason) => reason is { Length: > ReasonMax } ? reason[..ReasonMax] + "…" : reason ?? "";
}
