using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Host.Commands;
using ChaosService.Host.Console;
using ChaosService.Host.Suites;

namespace ChaosService.Host.Client;

/// <summary>Shows a suite's run of the service as a local one would be shown: each member's run, then the table of all.</summary>
internal sealed class SuiteWatch(ServiceClient client, bool json, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private const int RetriesMax = 60;

    /// <summary>Returns the exit code, which follows the merged verdict.</summary>
    public async Task<int> ShowAsync(string id, string? junitFile, CancellationToken stop)
    {
        SuiteRunReply run;
        try
        {
            run = await FollowAsync(id, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await System.Console.Error.WriteLineAsync($"chaosctl: not watching any more; the suite goes on: `chaosctl abort {SuiteName.Of(id)}` ends it");
            return ExitCodes.Aborted;
        }
        System.Console.Out.Write(json ? JsonSerializer.Serialize(run, ConsoleJson.Options) + "\n" : SuiteText.Write(run));
        if (junitFile is not null) await File.WriteAllTextAsync(junitFile, await client.TextAsync($"suites/runs/{id}/junit", "application/xml", stop), stop);
        return run.ExitCode ?? ExitCodes.Aborted;
    }

    private async Task<SuiteRunReply> FollowAsync(string id, CancellationToken stop)
    {
        HashSet<string> shown = [];
        for (var failures = 0; ;)
        {
            try
            {
                // A second at most: the next member is to be shown from its beginning.
                var run = await client.GetAsync<SuiteRunReply>($"suites/runs/{Uri.EscapeDataString(id)}?wait=1s", stop);
                failures = 0;
                foreach (var member in run.Members.Where(m => m.RunId is not null && shown.Add(m.RunId))) await ShowMemberAsync(member.RunId!, stop);
                if (run.State != "running") return run;
            }
            // A refusal says that the run is not there: trying again does not help.
            catch (Exception e) when (e is IOException or HttpRequestException && shown.Count > 0 && failures < RetriesMax)
            {
                failures++;
                await Task.Delay(RetryInterval, time, stop);
            }
        }
    }

    private async Task ShowMemberAsync(string runId, CancellationToken stop)
    {
        using var view = RunView.For(json ? System.Console.Error : System.Console.Out);
        var run = await new RunWatch(client, view, time).FollowAsync(runId, stop);
        view.End();
        if (run.Verdict is null) await System.Console.Error.WriteLineAsync($"chaosctl: run {run.Id} was {run.State}: {run.Reason}");
        else if (!json) System.Console.Out.WriteLine(await client.TextAsync($"runs/{runId}/verdict", "text/plain", stop));
    }
}
