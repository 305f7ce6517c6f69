using System.CommandLine;
using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Host.Commands;

namespace ChaosService.Host.Client;

internal static class TriggerCommand
{
    public static Command Create(Option<string> server)
    {
        var name = ClientOptions.Experiment(server);
        var (seed, set, json) = (CommonOptions.Seed(), CommonOptions.Set(), CommonOptions.Json());
        var wait = new Option<bool>("--wait") { Description = "Watch the run to its verdict; the exit code follows it, as that of `run` does." };
        var key = new Option<string?>("--idempotency-key") { Description = "A second trigger with the same key gets the first one's run." };
        var busy = new Option<string>("--concurrency") { Description = "When the target is taken: queue (default), forbid or replace.", DefaultValueFactory = _ => "queue" };
        var command = new Command("trigger", "Run an applied experiment on the service.") { name, seed, set, wait, key, busy, json };
        command.SetAction(async (parsed, stop) =>
        {
            var body = new TriggerBody
            {
                Experiment = parsed.GetValue(name)!, Seed = ExperimentSource.ParseSeed(parsed.GetValue(seed)), Overrides = parsed.GetValue(set), Concurrency = parsed.GetValue(busy),
            };
            using var client = parsed.Connect(server);
            return await RunAsync(client, body, parsed.GetValue(key), parsed.GetValue(wait), parsed.GetValue(json), stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServiceClient client, TriggerBody body, string? key, bool wait, bool json, CancellationToken stop)
    {
        var run = await client.PostAsync<RunReply>("runs", body, stop, key);
        if (wait) return await WatchCommand.FollowAsync(client, run.Id, json, stop);
        System.Console.Out.WriteLine(json ? JsonSerializer.Serialize(run, ConsoleJson.Options) : $"{run.Id}  {run.State}");
        return ExitCodes.Valid;
    }
}
