using System.CommandLine;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Cli.Remote.Client;
using ChaosService.Cli.Remote.Watching;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Model.Configuration;
using ChaosService.Service.Replies;

namespace ChaosService.Cli.Remote;

internal static class TriggerCommand
{
    public static Command Create(Option<string> server)
    {
        var name = ClientOptions.Experiment(server);
        var (seed, set, json) = (CommonOptions.Seed(), CommonOptions.Set(), CommonOptions.Json());
        var wait =
            new Option<bool>("--wait") { Description = "Watch the run to its verdict; the exit code follows it, as that of `run` does." };
        var key = new Option<string?>("--idempotency-key") { Description = "A second trigger with the same key gets the first one's run." };
        var busy = new Option<string>("--concurrency")
        {
            Description = "When the target is taken: queue (default), forbid or replace.", DefaultValueFactory = _ => "queue",
        };
        var junit = new Option<string?>("--junit") { Description = "With --wait: where the JUnit file is written when it is over." };
        var command = new Command("trigger", "Run an applied experiment, or the experiments of a suite, on the service.")
        {
            name, seed, set, wait, key, busy, junit, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var body = new TriggerBody
            {
                Experiment = parsed.GetValue(name)!, Seed = ExperimentSource.ParseSeed(parsed.GetValue(seed)),
                Overrides = parsed.GetValue(set), Concurrency = parsed.GetValue(busy),
            };
            using var client = parsed.Connect(server);
            return await RunAsync(
                client, body, new Wanted(parsed.GetValue(key), parsed.GetValue(wait), parsed.GetValue(junit), parsed.GetValue(json)), stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServiceClient client, TriggerBody body, Wanted wanted, CancellationToken stop)
    {
        if (wanted is { JUnit: not null, Wait: false })
            throw new BadInputException("--junit needs --wait: the file is there when the run is over");
        if (SuiteName.In(body.Experiment) is { } suite) return await RunSuiteAsync(client, suite, body, wanted, stop);
        var run = await client.PostAsync<RunReply>("runs", body, stop, wanted.Key);
        if (wanted.Wait) return await WatchCommand.FollowAsync(client, run.Id, wanted.Json, stop, wanted.JUnit);
        System.Console.Out.WriteLine(wanted.Json ? JsonSerializer.Serialize(run, ConsoleJson.Options) : $"{run.Id}  {run.State}");
        return ExitCodes.Valid;
    }

    private static async Task<int> RunSuiteAsync(
        ServiceClient client, string suite, TriggerBody body, Wanted wanted, CancellationToken stop)
    {
        if (body.Overrides is { Count: > 0 })
            throw new BadInputException(
                "--set changes one experiment, and this is a suite; change the experiments themselves, or trigger one of them");
        var run = await client.PostAsync<SuiteRunReply>(
            $"suites/{Uri.EscapeDataString(suite)}/runs", new SuiteTriggerBody
            {
                Seed = body.Seed, Concurrency = body.Concurrency,
            }, stop, wanted.Key);
        if (wanted.Wait) return await new SuiteWatch(client, wanted.Json, TimeProvider.System).ShowAsync(run.Id, wanted.JUnit, stop);
        System.Console.Out.WriteLine(
            wanted.Json ? JsonSerializer.Serialize(run, ConsoleJson.Options) : $"{SuiteName.Of(run.Id)}  {run.State}");
        return ExitCodes.Valid;
    }

    /// <summary>What to do in addition to the trigger itself.</summary>
    private sealed record Wanted(string? Key, bool Wait, string? JUnit, bool Json);
}
