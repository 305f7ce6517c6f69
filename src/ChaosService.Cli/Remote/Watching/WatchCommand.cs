using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Service.Replies;

namespace ChaosService.Cli.Remote.Watching;

internal static class WatchCommand
{
    public static Command Create(Option<string> server)
    {
        var (run, json) = (ClientOptions.Run(server), CommonOptions.Json());
        var command = new Command(
            "watch", "Watch a run of the service to its verdict; the exit code follows it, as that of `run` does.") { run, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = parsed.Connect(server);
            return SuiteName.In(parsed.GetValue(run)!) is { } suiteRun
                ? await new SuiteWatch(client, parsed.GetValue(json), TimeProvider.System).ShowAsync(suiteRun, junitFile: null, stop)
                : await FollowAsync(client, parsed.GetValue(run)!, parsed.GetValue(json), stop);
        });
        return command;
    }

    public static async Task<int> FollowAsync(
        ServiceClient client, string runId, bool json, CancellationToken stop, string? junitFile = null)
    {
        await using var screen = Screen.Open(json, stop);
        RunReply run;
        try
        {
            run = await new RunWatch(client, new RunView(screen), TimeProvider.System).FollowAsync(runId, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Error($"chaosctl: not watching any more; the run goes on: `chaosctl abort {runId}` ends it");
            return ExitCodes.Aborted;
        }
        if (run.Verdict is not null)
            screen.Result(await client.TextAsync($"runs/{runId}/verdict", json ? "application/json" : "text/plain", stop));
        else if (json)
            screen.Result(ConsoleJson.Text(run));
        else
            screen.Error($"chaosctl: run {run.Id} was {run.State}: {run.Reason}");
        if (junitFile is not null && run.Verdict is not null)
            await File.WriteAllTextAsync(junitFile, await client.TextAsync($"runs/{runId}/junit", "application/xml", stop), stop);
        // Interrupted: the service ended before the run did.
        return run.ExitCode ?? ExitCodes.Aborted;
    }
}
