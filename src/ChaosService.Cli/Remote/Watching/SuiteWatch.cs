using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Judging;
using ChaosService.Service.Replies;

namespace ChaosService.Cli.Remote.Watching;

/// <summary>Displays the run of a suite of the service like a local one: each member's run, then the table of all.</summary>
internal sealed class SuiteWatch(ServiceClient client, bool json, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private const int RetriesMax = 60;

    /// <summary>Returns the exit code, which follows the merged verdict.</summary>
    public async Task<int> ShowAsync(string id, string? junitFile, CancellationToken stop)
    {
        await using var screen = Screen.Open(json, stop);
        SuiteRunReply run;
        try
        {
            run = await FollowAsync(id, screen, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Error($"chaosctl: not watching any more; the suite goes on: `chaosctl abort {SuiteName.Of(id)}` ends it");
            return ExitCodes.Aborted;
        }
        screen.Result(json ? ConsoleJson.Text(run) : SuiteText.Write(run));
        if (junitFile is not null)
            await File.WriteAllTextAsync(junitFile, await client.TextAsync($"suites/runs/{id}/junit", "application/xml", stop), stop);
        return run.ExitCode ?? ExitCodes.Aborted;
    }

    private async Task<SuiteRunReply> FollowAsync(string id, Screen screen, CancellationToken stop)
    {
        HashSet<string> shown = [];
        for (var failures = 0; ;)
        {
            try
            {
                // A second at most: the next member must be shown from its beginning.
                var run = await client.GetAsync<SuiteRunReply>($"suites/runs/{Uri.EscapeDataString(id)}?wait=1s", stop);
                failures = 0;
                foreach (var member in run.Members.Where(m => m.RunId is not null && shown.Add(m.RunId)))
                    await ShowMemberAsync(member.RunId!, screen, stop);
                if (run.State != "running") return run;
            }
            // A refusal means that the run does not exist: retrying does not help.
            catch (Exception e) when (e is IOException or HttpRequestException && shown.Count > 0 && failures < RetriesMax)
            {
                failures++;
                await Task.Delay(RetryInterval, time, stop);
            }
        }
    }

    private async Task ShowMemberAsync(string runId, Screen screen, CancellationToken stop)
    {
        var run = await new RunWatch(client, new RunView(screen), time).FollowAsync(runId, stop);
        if (run.Verdict is null) screen.Error($"chaosctl: run {run.Id} was {run.State}: {run.Reason}");
        else if (!json) screen.Line(await client.TextAsync($"runs/{runId}/verdict", "text/plain", stop));
    }
}
