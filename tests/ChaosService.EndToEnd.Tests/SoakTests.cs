using System.Text.Json;
using ChaosService.EndToEnd.Tests.Running;

namespace ChaosService.EndToEnd.Tests;

/// <summary>Short soaks on a real etcd: a leak is found, a kill loses no finished window.</summary>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class SoakTests
{
    private const string Mix = """
            - mix:
                at: 2s
                every: 9s
                jitter: 1s
                of:
                  - { weight: 2, kind: network-partition, for: 3s, on: { random: 1 }, from: peers }
                  - { weight: 1, kind: container-pause, for: 2s, on: { random: 1 } }
        """;

    /// <summary>
    /// Grows by four megabytes a second, several times what is looked for, however busy the machine is, and ends by itself if nobody
    /// ends it.
    /// </summary>
    private const string Leak = "for (1..150) { push @kept, 'x' x (4_000_000 + $_); sleep 1 }";

    [Fact]
    public async Task Process_that_grows_in_a_node_is_found_and_the_node_named()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        cluster.IsSpoilt = true;
        var container = (await cluster.NodeAsync("etcd2")).ContainerId;
        await Machine.OutputAsync("docker", "exec", "--detach", container, "perl", "-e", Leak);
        var soak = AttachedCluster.Experiment(Mix, duration: "80s")
            .Replace("  load:", "  soak: { window: 40s }\n  load:", StringComparison.Ordinal)
            .Replace(
                "    - linearizable", "    - linearizable\n    - resource-trend: { memory: 80%, fds: 80%, over: 20m, after: 5s }",
                StringComparison.Ordinal);

        var result = await workspace.RunAsync("run", workspace.Write("leak.yaml", soak), "--out", workspace.Runs, "--json");

        Assert.True(result.ExitCode == 1, $"exit {result.ExitCode}\n{result.Error}\n{result.Output}");
        var run = JsonDocument.Parse(result.Output).RootElement;
        Assert.All(run.GetProperty("windows").EnumerateArray(), w => Assert.Equal("valid", w.GetProperty("verdict").GetString()));
        var trend = run.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("check").GetString() == "resource-trend");
        Assert.StartsWith(
            "memory of etcd2 grew by", trend.GetProperty("findings").EnumerateArray().Single().GetProperty("explanation").GetString());
    }

    [Fact]
    public async Task Killed_soak_keeps_its_finished_windows_checkable()
    {
        await using var cluster = await AttachedCluster.UpAsync();
        await using var workspace = new Workspace();
        var file = workspace.Write(
            "soak.yaml", AttachedCluster.Experiment(Mix).Replace("  load:", "  soak: { window: 12s }\n  load:", StringComparison.Ordinal));
        using var run = workspace.Start(new Dictionary<string, string>(), "run", file, "--out", workspace.Runs);
        await run.WaitForAsync("⚡ w2-f1");

        await run.SignalAsync("KILL");
        await run.ExitCodeAsync();

        var killed = Directory.GetDirectories(workspace.Runs).Single();
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(killed, "windows.jsonl"), TestContext.Current.CancellationToken));
        var first = await workspace.RunAsync("check", Path.Combine(killed, "windows", "0001"));
        Assert.True(first.ExitCode == 0, first.Output + first.Error);
        Assert.Equal(2, (await workspace.RunAsync("check", Path.Combine(killed, "windows", "0002"))).ExitCode);
        await Machine.UntilAsync(
            async () => await cluster.DamageAsync() == "" && await workspace.FaultsAsync() == "[]", "the watchdog reverts everything");
    }
}
