using System.Text.Json;
using System.Xml.Linq;
using ChaosService.Docker.Processes;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>The experiments in <c>experiments/</c>.</summary>
internal static class Shipped
{
    /// <summary>An image of the same etcd under another name: what upgrades and downgrades go between.</summary>
    public const string NextRelease = "chaosservice/etcd:2";

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(3);

    /// <summary>
    /// One of each outcome, and one of many faults, for what has to be over soon. That each kind of fault is on and off is shown without
    /// a run, in <c>ChaosService.Docker.Tests</c>.
    /// </summary>
    public static IReadOnlyList<string> Sample { get; } =
        ["etcd/leader-partition", "etcd/mixed", "etcd/power-loss", "etcd/serializable-reads", "redis-sentinel/primary-partition"];

    /// <summary>As <c>etcd/mixed</c>, in an order that stays.</summary>
    public static IReadOnlyList<string> Experiments { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "experiments"), "*.yaml", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) != "suites")
        .Select(f => Path.ChangeExtension(Path.GetRelativePath(Path.Combine(Repository.Root, "experiments"), f), null))
        // Half an hour of load; OwnTargetTests runs it cut short. Those of the targets of our own take an hour; QuickSuitesTests runs some.
        .Where(name => name != "etcd/soak" && name.Split('/')[0] is not ("timeseries" or "merklekv"))
        .Order(StringComparer.Ordinal)];

    /// <summary>Runs it, and fails when its verdict is not the one that it expects or something of it is left.</summary>
    public static async Task GivesItsVerdictAsync(string experiment, Workspace workspace)
    {
        // What the files say that they need.
        if (File.ReadAllText(experiment).Contains(NextRelease, StringComparison.Ordinal)) await MakeNextReleaseAsync();

        var result = await workspace.RunAsync("run", experiment, "--allow-commands", "--out", workspace.Runs, "--json");

        Assert.True(result.ExitCode == 0, $"exit {result.ExitCode}\n{result.Error}\n{result.Output}");
        var run = JsonDocument.Parse(result.Output).RootElement;
        var expected = run.GetProperty("expected") is { ValueKind: JsonValueKind.String } e ? e.GetString() : "valid";
        Assert.Equal(expected, run.GetProperty("verdict").GetString());
        Assert.Equal(0, run.GetProperty("ops").GetProperty("dropped").GetInt64());
        AssertRunDirectory(run.GetProperty("directory").GetString()!, experiment);
        Assert.Equal("[]", await workspace.FaultsAsync());
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
    }

    public static Task MakeNextReleaseAsync() => CommandRunner.RunOrThrowAsync(
        new("docker", "build", "--tag", NextRelease, "--label", "release=2", Path.Combine(Repository.Root, "compose", "etcd"))
        {
            Timeout = BuildLimit,
        },
        TestContext.Current.CancellationToken);

    private static void AssertRunDirectory(string directory, string experiment)
    {
        string[] expected =
            ["experiment.yaml", "history.jsonl.gz", "journal.jsonl", "junit.xml", "logs", "plan.json", "report.html", "results.json"];
        Assert.Equal(expected, Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(experiment), File.ReadAllBytes(Path.Combine(directory, "experiment.yaml")));
        Assert.NotEmpty(XDocument.Load(Path.Combine(directory, "junit.xml")).Descendants("testcase"));
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(directory, "logs")), log => Assert.True(new FileInfo(log).Length > 0, $"{log} is empty"));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(directory, "logs")));
    }
}
