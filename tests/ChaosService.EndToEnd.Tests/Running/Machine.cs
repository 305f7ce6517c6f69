using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>Looks at the machine from outside chaosctl: what is left of a run.</summary>
internal static class Machine
{
    /// <summary>
    /// Containers, networks and volumes of this workspace's runs, its mounts and files, and tables on the host: nothing, or a line each.
    /// </summary>
    public static async Task<string> LeftoversAsync(Workspace workspace)
    {
        var runs = Directory.GetDirectories(workspace.Runs).Select(Path.GetFileName).ToList();
        Assert.NotEmpty(runs);
        List<string> left =
        [
            .. await Task.WhenAll(runs.Select(r =>
                OutputAsync("docker", "ps", "--all", "--filter", $"label=io.chaosservice.run={r}", "--format", "container {{.Names}}"))),
            .. await Task.WhenAll(runs.Select(r =>
                OutputAsync("docker", "network", "ls", "--filter", $"label=io.chaosservice.run={r}", "--format", "network {{.Name}}"))),
            .. await Task.WhenAll(runs.Select(
                r => OutputAsync("docker", "volume", "ls", "--filter", $"label=io.chaosservice.run={r}", "--format", "volume {{.Name}}"))),
            .. File.ReadLines("/proc/mounts").Where(l => l.Contains(workspace.State, StringComparison.Ordinal)).Select(l => $"mount {l}"),
            .. Images(workspace).Select(f => $"image {f}"),
            .. (await OutputAsync("nft", "list", "tables")).Split('\n').Where(l => l.Contains("chaosservice", StringComparison.Ordinal)),
        ];
        return string.Join('\n', left.Where(l => l.Length > 0));
    }

    /// <summary>True when a table of ours is in the network namespace of the process.</summary>
    public static async Task<bool> HasRulesAsync(int pid) =>
        (await OutputAsync("nsenter", $"--net=/proc/{pid}/ns/net", "nft", "list", "tables")).Contains(
            "chaosservice", StringComparison.Ordinal);

    public static async Task<string> OutputAsync(string program, params string[] arguments) =>
        (await CommandRunner.RunOrThrowAsync(new Command(program, arguments), TestContext.Current.CancellationToken)).Trim();

    public static Task UntilAsync(Func<Task<bool>> condition, string what) => UntilAsync(condition, what, Wait.Limit);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan limit)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < limit, $"not within {limit.TotalSeconds} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static IEnumerable<string> Images(Workspace workspace) =>
        Directory.Exists(workspace.State) ? Directory.EnumerateFiles(workspace.State, "*.img", SearchOption.AllDirectories) : [];
}
