using System.Globalization;
using ChaosService.Docker.Processes;
using ChaosService.EndToEnd.Tests.Running;
using ChaosService.Model.Clusters;

namespace ChaosService.EndToEnd.Tests.Kills;

/// <summary>
/// The run, its watchdog or both are killed with SIGKILL at moments that the seed draws, with four faults coming and going; the cluster
/// outlives them. Each time everything of the nodes is the same as before, to the byte, within the lease and five seconds: by the watchdog,
/// by the run itself, or, with both gone and no systemd here, by the next start.
/// </summary>
/// <remarks><c>KILLS=200</c> makes so many; <c>KILL_SEED=7</c> others.</remarks>
[Trait("needs", "docker")]
[Collection(Lanes.AttachedCluster)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int CountDefault = 8;
    private const long SeedDefault = 42;

    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(30 + 5);

    [Fact]
    public async Task Killed_run_leaves_nothing_whoever_is_killed_with_it_and_whenever()
    {
        var (count, seed) = (Number("KILLS", CountDefault), Number("KILL_SEED", SeedDefault));
        await using var cluster = await AttachedCluster.UpAsync();
        await Shipped.MakeNextReleaseAsync();
        await cluster.WriteRecordsAsync();
        var before = await cluster.TracesAsync();
        await using var workspace = new Workspace();
        List<TimeSpan> times = [];
        List<string> left = [];
        foreach (var round in KillRound.Draw(seed, (int)count))
        {
            var (took, residue) = await PlayAsync(round, cluster, workspace, before);
            times.Add(took);
            output.WriteLine($"{times.Count}: clean after {took.TotalSeconds:0.0} s; {round}");
            if (residue.Length == 0) continue;
            left.Add($"seed {seed}, round {times.Count}, {round}:\n{residue}");
            break;
        }
        times.Sort();
        TestContext.Current.SendDiagnosticMessage(
            $"{times.Count} kills, seed {seed}: clean after p50 {times[times.Count / 2].TotalSeconds:0.0} s, max "
                + $"{times[^1].TotalSeconds:0.0} s; {left.Count} with residue");
        Assert.True(left.Count == 0, string.Join("\n\n", left));
    }

    /// <summary>How long it took until nothing was left, and what still was when that was too long.</summary>
    private static async Task<(TimeSpan Took, string Residue)> PlayAsync(
        KillRound round, AttachedCluster cluster, Workspace workspace, IReadOnlyList<string> before)
    {
        var file = workspace.Write("kill.yaml", Experiment(round));
        using var run = workspace.Start(new Dictionary<string, string>(), "run", file, "--out", workspace.Runs, "--allow-commands");
        await run.WaitForAsync("▸ load and faults");
        await MomentAsync(round, run);
        var watchdog = WatchdogOf(run.Pid);
        foreach (var victim in round.Victims) await KillAsync(victim == "run" ? run.Pid : watchdog);
        // Its faults are its own to take back.
        if (!round.Victims.Contains("run")) await run.SignalAsync("TERM");
        var killed = TimeProvider.System.GetTimestamp();

        while (true)
        {
            // A thread that writes to a stalled filesystem is there, killed or not, until that is taken back: nobody waits for its end.
            if (round.Victims.Count == 2) await workspace.RunAsync("faults", "revert");
            var journal = await workspace.FaultsAsync();
            await cluster.StartWhatEndedByItselfAsync();
            var now = await cluster.TracesAsync();
            string[] residue =
            [
                .. journal == "[]" ? Array.Empty<string>() : [$"journal: {journal}"], .. now.Except(before).Select(l => $"new: {l}"),
                .. before.Except(now).Select(l => $"gone: {l}"),
            ];
            var took = TimeProvider.System.GetElapsedTime(killed);
            if (residue.Length == 0)
            {
                await run.ExitCodeAsync();
                return (took, "");
            }
            if (took > Allowed) return (took, string.Join('\n', residue) + "\n" + run.Output);
        }
    }

    /// <summary>At the drawn time, or right after the drawn line.</summary>
    private static async Task MomentAsync(KillRound round, ChaosctlProcess run)
    {
        var started = TimeProvider.System.GetTimestamp();
        bool IsTime() => round.Lines > 0 ? Lines(run) >= round.Lines || Past(TimeSpan.FromSeconds(5)) : Past(round.Delay);
        bool Past(TimeSpan time) => TimeProvider.System.GetElapsedTime(started) >= time;
        while (!IsTime()) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private static int Lines(ChaosctlProcess run) =>
        run.Output.Split('\n').Count(l => l.StartsWith("  ⚡", StringComparison.Ordinal) || l.StartsWith("  ↺", StringComparison.Ordinal)
            || l.StartsWith("     ", StringComparison.Ordinal));

    private static Task KillAsync(int pid) => CommandRunner.RunAsync(new Command("kill", "-KILL", $"{pid}"), CancellationToken.None);

    private static int WatchdogOf(int run)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
            try
            {
                if (File.ReadAllText($"{directory}/cmdline").Contains($"\0watchdog\0--pid\0{run}\0", StringComparison.Ordinal))
                    return int.Parse(Path.GetFileName(directory), CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        throw new InvalidOperationException($"no watchdog follows process {run}");
    }

    private static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string Experiment(KillRound round) => $$"""
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: killed }
        spec:
          target: { attach: {{AttachedCluster.Project}}, database: etcd, nodes: [etcd1, etcd2, etcd3] }
          seed: 1
          duration: 60s
          load:
            - { workload: register, clients: 2, rate: 20/s, keys: 5 }
          nemesis:
            program:
              - parallel:
        {{round.Program}}
          checks: [linearizable]
        """;
}
