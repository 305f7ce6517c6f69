using ChaosService.Faults;
using ChaosService.Faults.Hooks;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Faults of the user's own.</summary>
[Trait("needs", "docker")]
public sealed class ExecTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>, IDisposable
{
    private static readonly ExecParameters InNode = new(
        ["touch", "/data/hook"], ["test", "-e", "/data/hook"], ["rm", "-f", "/data/hook"], HookPlace.Node, TimeSpan.FromSeconds(5));

    private readonly string _directory = Directory.CreateTempSubdirectory("chaosservice-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Command_in_a_node_is_proven_by_its_probe_and_undone()
    {
        await using var fault = small.Fault("f1", "exec", InNode, "n1", "n2");
        await fault.PrepareAsync(Stop);
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await using var again = small.Fault("f2", "exec", InNode, "n1");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => again.PrepareAsync(Stop));
        Assert.Contains("before the command was run, so it would prove nothing", refusal.Message);
        Assert.False((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Command_on_the_host_knows_its_node_run_and_seed()
    {
        var file = $"{_directory}/$CHAOSSERVICE_NODE";
        var hook = InNode with
        {
            Command =
            [
                "sh", "-c",
                $"echo $CHAOSSERVICE_RUN $CHAOSSERVICE_FAULT $CHAOSSERVICE_SEED $CHAOSSERVICE_CONTAINER | tee {file}; sleep 9 &",
            ],
            Probe = ["sh", "-c", $"test -e {file}"],
            Undo = ["sh", "-c", $"rm -f {file}"],
            Where = HookPlace.Host,
        };
        await using var fault = small.Fault("f1", "exec", hook, "n1");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var id = (await small.NodeAsync("n1")).ContainerId;
        Assert.Equal($"test f1 1 {id}\n", await File.ReadAllTextAsync($"{_directory}/n1", Stop));
        Assert.Contains($"(\"test f1 1 {id}\")", (await SeenAsync(fault.ObserveEffectAsync)).Evidence);

        await small.NewLife()["exec"].RevertLeftoverAsync(recipe, Stop);
        Assert.False(File.Exists($"{_directory}/n1"));
        await fault.RevertAsync(Stop);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Command_that_fails_or_does_not_end_is_told_with_its_exit_code_and_its_words(bool onHost)
    {
        var hook = InNode with { Where = onHost ? HookPlace.Host : HookPlace.Node, Timeout = TimeSpan.FromMilliseconds(500) };
        // The two bytes of one letter come one after the other.
        string[] inTwo = ["sh", "-c", "printf 'no luck in K\\303' >&2; sleep 0.1; printf '\\266ln' >&2; exit 3"];
        await using var failing = small.Fault("f1", "exec", hook with { Command = inTwo, Timeout = InNode.Timeout }, "n1");
        await failing.PrepareAsync(Stop);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => failing.InjectAsync(Stop));
        Assert.Matches("^n1: command exited with 3 after [0-9]+ ms \\(\"no luck in Köln\"\\)$", failure.Message);
        await failing.RevertAsync(Stop);

        await using var endless = small.Fault("f2", "exec", hook with { Command = ["sleep", "678"] }, "n1");
        await endless.PrepareAsync(Stop);
        failure = await Assert.ThrowsAsync<InvalidOperationException>(() => endless.InjectAsync(Stop));
        Assert.StartsWith("n1: command exited with 124 after ", failure.Message);
        await SmallCluster.UntilAsync(() => Task.FromResult(!Runs("678")), "it was killed");
        await endless.RevertAsync(Stop);
    }

    [Fact]
    public async Task Node_that_restarts_in_between_is_told()
    {
        var said = new List<string>();
        await using var fault = small.Fault("f1", "exec", InNode, "n3");
        fault.Interrupted += said.Add;
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.RestartAsync("n3");
        await SmallCluster.UntilAsync(() => Task.FromResult(said.Count > 0), "it is told");
        Assert.StartsWith("n3 restarted, its command was not run again, and probe exited with 0 after ", said[0]);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Leftover_in_a_node_waits_for_it_and_is_not_undone_in_silence_when_the_undo_fails()
    {
        await using var fault = small.Fault("f1", "exec", InNode with { Undo = ["sh", "-c", "rm /data/hook"] }, "n2");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.Docker.Containers.PauseContainerAsync((await small.NodeAsync("n2")).ContainerId, Stop);
        var undoing = small.NewLife()["exec"].RevertLeftoverAsync(recipe, Stop);
        await small.Docker.Containers.UnpauseContainerAsync((await small.NodeAsync("n2")).ContainerId, Stop);
        await undoing;
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        var failure =
            await Assert.ThrowsAsync<InvalidOperationException>(() => small.NewLife()["exec"].RevertLeftoverAsync(recipe, Stop));
        Assert.Contains("undo exited with 1", failure.Message);
    }

    [Fact]
    public async Task Nothing_is_run_where_commands_are_not_allowed()
    {
        var kind = FaultKinds.All(small.Docker, TimeProvider.System, NullLoggerFactory.Instance).Single(k => k.Name == "exec");
        var availability = await kind.ProbeAsync(Stop);
        Assert.False(availability.Available);
        Assert.Contains("--allow-commands", availability.Detail);
        await using var fault = kind.Create(
            new FaultRequest(
                "test", new("f1"), InNode with { Probe = ["touch", "/data/probed"] }, [new ClusterNode("n1", "small")], small.Cluster, 1));
        await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        Assert.Equal("", await SmallCluster.DockerAsync("exec", small.NameOf("n1"), "sh", "-c", "ls -d /data/probe[d] || true"));
    }

    /// <summary>On the machine, which sees what runs in nodes, too.</summary>
    private static bool Runs(string argument) =>
        Directory.GetDirectories("/proc").Any(d => CommandLine($"{d}/cmdline") == $"sleep\0{argument}\0");

    private static string CommandLine(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
