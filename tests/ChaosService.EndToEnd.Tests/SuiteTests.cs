using System.Xml.Linq;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>A suite of two short experiments on a real cluster, on the command line and through the service.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class SuiteTests
{
    private const string Partition = "    - { kind: network-partition, at: 2s, for: 3s, on: { name: etcd2 }, from: peers }";
    private const string Pause = "    - { kind: container-pause, at: 2s, for: 3s, on: { name: etcd3 } }";

    private const string Suite = """
        apiVersion: chaosservice/v1
        kind: Suite
        metadata: { name: both }
        spec: { selector: { suite: attached }, seed: 3 }
        """;

    private static readonly Dictionary<string, string> Unwatched =
        new() { ["CHAOSSERVICE_NO_WATCHDOG"] = "1", ["CHAOSSERVICE__ATTACHABLEPROJECTS"] = AttachedCluster.Project };

    [Fact]
    public async Task Local_suite_runs_both_in_order_and_leaves_one_page_and_one_junit_file()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var file = WriteSuite(workspace);

        var result = await workspace.RunAsync("run", file, "--out", workspace.Runs);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.True(result.Output.IndexOf("a-partition: valid", StringComparison.Ordinal)
            < result.Output.IndexOf("b-pause: valid", StringComparison.Ordinal));
        Assert.Contains("suite both: valid (all 2 members are valid)", result.Output);
        var directory = Directory.GetDirectories(workspace.Runs, "*-suite-both-*").Single();
        AssertBoth(Path.Combine(directory, "junit.xml"));
        var page = await File.ReadAllTextAsync(Path.Combine(directory, "report.html"), TestContext.Current.CancellationToken);
        foreach (var report in page.Split("<a href=\"").Skip(1).Select(p => p.Split('"')[0]))
            Assert.True(File.Exists(Path.Combine(directory, report)), report);
        Assert.Equal(3, page.Split("<a href=\"").Length);
        Assert.Equal("", await cluster.DamageAsync());
    }

    [Fact]
    public async Task Local_suite_with_a_soak_runs_its_windows_and_goes_on()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var file = WriteSuite(workspace);
        var soak = AttachedCluster.Experiment(Partition, duration: "18s", name: "a-soak");
        workspace.Write("experiments/etcd/soak.yaml", soak.Replace("  load:", "  soak: { window: 9s }\n  load:"));

        var result = await workspace.RunAsync("run", file, "--out", workspace.Runs);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        foreach (var shown in new[] { "■ window 1/2  valid", "■ window 2/2  valid", "a-soak: valid", "b-pause: valid" })
            Assert.Contains(shown, result.Output);
        Assert.Contains("suite both: valid (all 3 members are valid)", result.Output);
        Assert.Equal("", await cluster.DamageAsync());
    }

    [Fact]
    public async Task Suite_of_the_service_is_applied_triggered_and_its_verdict_is_the_exit_code()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var service = workspace.Start(Unwatched, "serve", "--address", "127.0.0.1:0", "--out", workspace.Runs);
        await service.WaitForAsync("chaosservice is ready at");
        var server = service.Output.Split("ready at ")[1].Split(' ')[0];
        var junit = Path.Combine(workspace.Path, "suite.xml");

        var applied = await workspace.RunAsync(
            "apply", "-f", Path.GetDirectoryName(Path.GetDirectoryName(WriteSuite(workspace)))!, "--server", server);
        var result = await workspace.RunAsync("trigger", "suite/both", "--wait", "--junit", junit, "--server", server);
        var listed = await workspace.RunAsync("suites", "--server", server);

        Assert.Contains("suite/both: created", applied.Output);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("⚡ f1 container-pause etcd3 in force", result.Output);
        Assert.Contains("suite both: valid (all 2 members are valid)", result.Output);
        Assert.Contains("finished     valid", listed.Output);
        AssertBoth(junit);
        Assert.Equal("", await cluster.DamageAsync());
        await service.SignalAsync("TERM");
        Assert.Equal(0, await service.ExitCodeAsync());
    }

    /// <summary>Experiments one directory above the suite's, as in the repository.</summary>
    private static string WriteSuite(Workspace workspace)
    {
        workspace.Write("experiments/etcd/second.yaml", AttachedCluster.Experiment(Pause, duration: "10s", name: "b-pause"));
        workspace.Write("experiments/etcd/first.yaml", AttachedCluster.Experiment(Partition, duration: "10s", name: "a-partition"));
        return workspace.Write("experiments/suites/both.yaml", Suite);
    }

    private static void AssertBoth(string junitFile)
    {
        var root = XDocument.Load(junitFile).Root!;
        Assert.Equal(["a-partition", "b-pause"], root.Elements("testsuite").Select(s => (string?)s.Attribute("name")));
        Assert.Equal(("0", "0"), ((string?)root.Attribute("failures"), (string?)root.Attribute("errors")));
        Assert.Equal(root.Descendants("testcase").Count().ToString(), (string?)root.Attribute("tests"));
    }
}
