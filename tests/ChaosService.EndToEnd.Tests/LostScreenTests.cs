using System.Text.Json;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>
/// Whoever looks at a run is gone: the terminal closes, the pipe's other end ends, the disk under the output is full. No fault stays,
/// and the verdict is as it would be.
/// </summary>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class LostScreenTests
{
    private const string Long = """
            - { kind: network-partition, at: 1s, for: 50s, on: { name: etcd1 }, from: peers }
            - { kind: container-pause, at: 1s, for: 50s, on: { name: etcd2 } }
        """;

    private const string Short = "    - { kind: network-partition, at: 1s, for: 4s, on: { name: etcd1 }, from: peers }";

    private static readonly Dictionary<string, string> Watched = new() { ["TERM"] = "xterm" };
    private static readonly Dictionary<string, string> Unwatched = new() { ["TERM"] = "xterm", ["CHAOSSERVICE_NO_WATCHDOG"] = "1" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Terminal_that_closes_in_mid_fault_ends_the_run_with_everything_reverted(bool watched)
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var terminal = Terminal.Open();
        var file = workspace.Write("long.yaml", AttachedCluster.Experiment(Long));
        using var run = workspace.StartBy(terminal.Script, watched ? Watched : Unwatched, "run", file, "--out", workspace.Runs);
        foreach (var fault in new[] { "⚡ f1", "⚡ f2" }) await terminal.WaitForAsync(fault);
        Assert.Equal("etcd1 has rules, etcd2 is Paused, etcd2 has rules, etcd3 has rules", await cluster.DamageAsync());

        terminal.Close();

        Assert.Equal(3, await run.ExitCodeAsync());
        await AssertNothingIsLeftAsync(cluster, workspace);
        Assert.Equal("stopped by the user", Verdict(workspace).GetProperty("aborted").GetString());
    }

    [Fact]
    public async Task Run_that_ignores_the_hangup_comes_to_its_verdict_without_the_terminal()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        using var terminal = Terminal.Open();
        var file = workspace.Write("short.yaml", AttachedCluster.Experiment(Short, duration: "10s"));
        using var run = workspace.StartBy("trap '' HUP; " + terminal.Script, Unwatched, "run", file, "--out", workspace.Runs);
        await terminal.WaitForAsync("⚡ f1");

        terminal.Close();

        Assert.Equal(0, await run.ExitCodeAsync());
        await AssertNothingIsLeftAsync(cluster, workspace);
        Assert.Equal("valid", Verdict(workspace).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("\"$@\" | head --lines=2; exit ${PIPESTATUS[0]}")]
    [InlineData("exec \"$@\" >/dev/full")]
    [InlineData("exec \"$@\" --json 2>/dev/full")]
    [InlineData("exec \"$@\" --json >/dev/full 2>&1")]
    public async Task Output_that_cannot_be_written_changes_nothing_about_the_run(string script)
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var file = workspace.Write("short.yaml", AttachedCluster.Experiment(Short, duration: "8s"));

        using var run = workspace.StartBy(script, Unwatched, "run", file, "--out", workspace.Runs);

        Assert.True(await run.ExitCodeAsync() == 0, run.Output);
        await AssertNothingIsLeftAsync(cluster, workspace);
        Assert.Equal("valid", Verdict(workspace).GetProperty("outcome").GetString());
    }

    private static async Task AssertNothingIsLeftAsync(AttachedCluster cluster, Workspace workspace)
    {
        Assert.Equal("", await cluster.DamageAsync());
        Assert.Equal("[]", await workspace.FaultsAsync());
        Assert.Equal("", await Machine.LeftoversAsync(workspace));
    }

    private static JsonElement Verdict(Workspace workspace)
    {
        var results = Path.Combine(Directory.GetDirectories(workspace.Runs).Single(), "results.json");
        return JsonDocument.Parse(File.ReadAllText(results)).RootElement.GetProperty("verdict");
    }
}
