using System.Text.Json;
using System.Xml.Linq;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>Every experiment in <c>experiments/</c>, run for real, gives the verdict it says it gives and leaves nothing behind.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.OwnTargets)]
public sealed class ShippedExperimentsTests
{
    public static TheoryData<string> Shipped { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "experiments"), "*.yaml", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) != "suites")
        .Select(f => Path.ChangeExtension(Path.GetRelativePath(Path.Combine(Repository.Root, "experiments"), f), null))
        // Half an hour of load; SoakTests runs it cut short.
        .Where(name => name != "etcd/soak")
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Shipped_experiment_gives_its_expected_verdict(string name)
    {
        await using var workspace = new Workspace();

        var result = await workspace.RunAsync("run", Repository.Experiment(name), "--out", workspace.Runs, "--json");

        Assert.True(result.ExitCode == 0, $"exit {result.ExitCode}\n{result.Error}\n{result.Output}");
        var run = JsonDocument.Parse(result.Output).RootElement;
        var expected = run.GetProperty("expected") is { ValueKind: JsonValueKind.String } e ? e.GetString() : "valid";
        Assert.Equal(expected, run.GetProperty("verdict").GetString());
        Assert.Equal(0, run.GetProperty("ops").GetProperty("dropped").GetInt64());
        AssertRunDirectory(run.GetProperty("directory").GetString()!, name);
        Assert.Equal("[]", await workspace.FaultsAsync());
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
    }

    [Fact]
    public async Task Without_its_expectation_the_lossy_experiment_exits_1_and_names_a_lost_write()
    {
        await using var workspace = new Workspace();

        var result = await workspace.RunAsync(
            "run", Repository.Experiment("redis-sentinel/primary-partition"), "--no-expect", "--out", workspace.Runs, "--json");

        Assert.Equal(1, result.ExitCode);
        var check = JsonDocument.Parse(result.Output).RootElement.GetProperty("checks").EnumerateArray()
            .Single(c => c.GetProperty("check").GetString() == "set-full");
        Assert.True(check.GetProperty("figures").GetProperty("lost_count").GetDouble() > 0);
        var finding = check.GetProperty("findings").EnumerateArray().First(f => f.GetProperty("anomaly").GetString() == "lost");
        Assert.Equal("f1", finding.GetProperty("faults").EnumerateArray().Single().GetString());
        Assert.Equal("add", finding.GetProperty("ops").EnumerateArray().First().GetProperty("f").GetString());
    }

    private static void AssertRunDirectory(string directory, string name)
    {
        string[] expected =
            ["experiment.yaml", "history.jsonl.gz", "journal.jsonl", "junit.xml", "logs", "plan.json", "report.html", "results.json"];
        Assert.Equal(expected, Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(Repository.Experiment(name)), File.ReadAllBytes(Path.Combine(directory, "experiment.yaml")));
        Assert.NotEmpty(XDocument.Load(Path.Combine(directory, "junit.xml")).Descendants("testcase"));
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(directory, "logs")), log => Assert.True(new FileInfo(log).Length > 0, $"{log} is empty"));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(directory, "logs")));
    }
}
