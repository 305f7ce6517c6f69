using System.Collections.Concurrent;
using ChaosService.Faults.Container.Image;
using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Container.Pause;
using ChaosService.Faults.Container.Recreate;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Partition;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Tcp;
using ChaosService.Faults.Resource.CpuLimit;
using ChaosService.Faults.Resource.CpuStress;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Nodes whose container is another one at the end.</summary>
[Trait("needs", "docker")]
public sealed class RebuildTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private const string Told =
        "{{json .Config.Env}} {{json .Config.Labels}} {{json .Config.Cmd}} {{json .HostConfig.Memory}} {{json .HostConfig.RestartPolicy}}";

    private static readonly RecreateParameters Keep = new(KeepVolumes: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_is_gone_and_then_as_it_was_but_for_what_was_in_no_volume()
    {
        var second = $"{small.Cluster.Project}_second";
        await SmallCluster.DockerAsync("network", "create", second);
        try
        {
            await small.ReplaceAsync("n2", "debian:bookworm-slim", "-v", "/kept", "-e", "COLOUR=red", "--memory", "64m");
            await SmallCluster.DockerAsync("network", "connect", "--alias", "other-name", second, small.NameOf("n2"));
            await SmallCluster.DockerAsync("exec", small.NameOf("n2"), "sh", "-c", "echo 1 >/kept/file; echo 1 >/file; echo 1 >/data/file");
            var (before, told) = (await small.NodeAsync("n2"), await ToldAsync("n2"));
            await using var fault = small.Fault("f1", "container-recreate", Keep, "n2");
            await fault.PrepareAsync(Stop);
            Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
            await fault.InjectAsync(Stop);
            Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
            Assert.Equal(NodeState.Gone, (await small.NodeAsync("n2")).State);

            await fault.RevertAsync(Stop);
            await fault.RevertAsync(Stop);
            Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
            Assert.NotEqual(before.ContainerId, (await small.NodeAsync("n2")).ContainerId);
            Assert.Equal(told, await ToldAsync("n2"));
            Assert.Contains("other-name", await InspectAsync("n2", $"{{{{json (index .NetworkSettings.Networks \"{second}\").Aliases}}}}"));
            Assert.Equal(
                "/data/file\n/kept/file\n",
                await SmallCluster.DockerAsync(
                    "exec", small.NameOf("n2"), "sh", "-c", "ls -d /fil[e] /data/fil[e] /kept/fil[e] 2>/dev/null || true"));
        }
        finally
        {
            var volumes = await InspectAsync("n2", "{{range .Mounts}}{{.Name}} {{end}}");
            await small.ReplaceAsync("n2", "debian:bookworm-slim");
            await SmallCluster.DockerAsync(["volume", "rm", "-f", .. volumes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)]);
            await SmallCluster.DockerAsync("network", "rm", second);
        }
    }

    [Fact]
    public async Task Volume_without_a_name_is_lost_by_those_who_say_so_only()
    {
        await small.ReplaceAsync("n3", "debian:bookworm-slim", "-v", "/scratch");
        await SmallCluster.DockerAsync("exec", small.NameOf("n3"), "touch", "/scratch/file");
        await using var silent = small.Fault("f1", "container-recreate", new RecreateParameters(null), "n3");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => silent.PrepareAsync(Stop));
        Assert.StartsWith("n3 has volumes without a name at /scratch, ", refusal.Message);

        await using var fault = small.Fault("f2", "container-recreate", new RecreateParameters(KeepVolumes: false), "n3");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        Assert.Equal("", await SmallCluster.DockerAsync("exec", small.NameOf("n3"), "ls", "/scratch"));
        await small.ReplaceAsync("n3", "debian:bookworm-slim");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(20, false)]
    [InlineData(60, false)]
    [InlineData(20, true)]
    public async Task Node_whose_removal_was_given_up_half_way_is_there_again_and_stays(int afterMs, bool byNewLife)
    {
        await using var fault = small.Fault("f1", "container-recreate", Keep, "n1");
        var recipe = await fault.PrepareAsync(Stop);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(afterMs));
        try
        {
            await fault.InjectAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            // However far it came.
        }

        if (byNewLife) await LaterAsync(recipe);
        await fault.RevertAsync(Stop);

        // A removal that is still under way ends within this.
        for (var n = 0; n < 10; n++)
        {
            Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop);
        }
        await SmallCluster.UntilAsync(
            async () => (await small.InNetworkAsync("n1", "ss", "-Htln", "sport = :7000")).Length > 0, "n1 listens again");
    }

    [Fact]
    public async Task Leftover_is_made_from_the_recipe_also_when_it_was_half_made()
    {
        await using var fault = small.Fault("f1", "container-recreate", new RecreateParameters(null), "n1");
        var recipe = await fault.PrepareAsync(Stop);
        Assert.Equal("make the containers of n1 as they were, and start them", recipe.Description);
        await fault.InjectAsync(Stop);
        await LaterAsync(recipe);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);

        await SmallCluster.DockerAsync("kill", small.NameOf("n1"));
        await LaterAsync(recipe);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Node_that_a_kill_holds_down_is_made_anew_and_started_by_the_last()
    {
        await using var kill = small.Fault("f1", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(3)), "n1");
        await using var fault = small.Fault("f2", "container-recreate", new RecreateParameters(null), "n1");
        foreach (var each in new[] { kill, fault })
        {
            await each.PrepareAsync(Stop);
            await each.InjectAsync(Stop);
        }
        await using var third = small.Fault("f3", "container-pause", new PauseParameters(), "n1");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => third.PrepareAsync(Stop));
        Assert.StartsWith("n1 has no container while ", refusal.Message);
        await fault.RevertAsync(Stop);
        Assert.Equal("n1 is still held down by f1", (await fault.ObserveRecoveryAsync(Stop)).Evidence);
        await kill.RevertAsync(Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task What_is_in_force_on_a_node_is_in_force_on_its_next_container_and_taken_off_it_by_a_new_life()
    {
        IFault[] others =
        [
            small.Fault("f1", "network-partition", new PartitionParameters(PeerChoice.Peers, Direction.Both), "n1"),
            small.Fault("f2", "cpu-limit", new CpuLimitParameters(0.1), "n1"),
            small.Fault("f3", "container-pause", new PauseParameters(), "n1"),
        ];
        var again = new ConcurrentDictionary<IFault, string>();
        var recipes = new List<RevertRecipe>();
        foreach (var other in others)
        {
            other.Interrupted += sentence => again[other] = sentence;
            recipes.Add(await other.PrepareAsync(Stop));
            await other.InjectAsync(Stop);
        }
        await using var fault = small.Fault("f4", "container-recreate", new RecreateParameters(null), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.Equal(NodeState.Paused, (await small.NodeAsync("n1")).State);
        // A life that is over does nothing any more: what this one hears late would undo what the new one does.
        await SmallCluster.UntilAsync(() => Task.FromResult(again.Count == others.Length), "each is in force on the next container");
        Assert.Contains("\"f1\"", await small.RulesAsync());

        foreach (var recipe in recipes) await LaterAsync(recipe);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
        Assert.Empty(await small.RulesAsync());
        foreach (var other in others) await other.RevertAsync(Stop);
    }

    [Fact]
    public async Task Proxy_and_stress_of_a_nodes_next_container_are_taken_off_it_by_a_new_life()
    {
        var again = 0;
        var toxic = new LatencyToxic(TimeSpan.FromMilliseconds(5), TimeSpan.Zero);
        IFault[] others =
        [
            small.Fault("f1", "tcp-fault", new TcpFaultParameters(7000, toxic, Direction.Both, PeerChoice.Everyone, true), "n1"),
            small.Fault("f2", "cpu-stress", new CpuStressParameters(1, 0.1), "n1"),
        ];
        var recipes = new List<RevertRecipe>();
        foreach (var other in others)
        {
            other.Interrupted += _ => Interlocked.Increment(ref again);
            recipes.Add(await other.PrepareAsync(Stop));
            await other.InjectAsync(Stop);
        }
        await using var fault = small.Fault("f3", "container-recreate", new RecreateParameters(null), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await fault.RevertAsync(Stop);
        await SmallCluster.UntilAsync(() => Task.FromResult(Volatile.Read(ref again) == 2), "both are in force on the next container");
        Assert.Contains("\"f1\"", await RedirectsAsync());
        Assert.True((await StressAsync()).Exists);

        foreach (var recipe in recipes) await LaterAsync(recipe);
        Assert.Empty(await RedirectsAsync());
        Assert.False((await StressAsync()).Exists);
        foreach (var other in others)
        {
            await other.RevertAsync(Stop);
            await other.DisposeAsync();
        }

        Task<string> RedirectsAsync() => small.InNetworkAsync("n1", "nft", "list", "table", "inet", "chaosservice_proxy");
        async Task<StressGroup> StressAsync() =>
            StressGroup.Of((await small.NodeAsync("n1")).Pid, "/sys/fs/cgroup", StressGroup.NameOf("test", new("f2")))!;
    }

    [Fact]
    public async Task Node_runs_another_image_and_then_its_own()
    {
        var image = await small.OtherImageAsync();
        await using var fault = small.Fault("f1", "container-image", new ImageParameters(image, Revert: true), "n1");
        var recipe = await fault.PrepareAsync(Stop);
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        Assert.Contains("RELEASE=2", await InspectAsync("n1", "{{json .Config.Env}}"));
        await using var second = small.Fault("f2", "container-recreate", new RecreateParameters(null), "n1");
        await Assert.ThrowsAsync<FaultRefusedException>(() => second.PrepareAsync(Stop));

        await LaterAsync(recipe);
        Assert.DoesNotContain("RELEASE=2", await InspectAsync("n1", "{{json .Config.Env}}"));
        await fault.InjectAsync(Stop);
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        Assert.DoesNotContain("RELEASE=2", await InspectAsync("n1", "{{json .Config.Env}}"));
    }

    [Fact]
    public async Task Upgrade_stays_when_it_is_to_stay_and_an_image_that_is_not_there_is_refused()
    {
        var image = await small.OtherImageAsync();
        await using var fault = small.Fault("f1", "container-image", new ImageParameters(image, Revert: false), "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        Assert.Contains("RELEASE=2", await InspectAsync("n2", "{{json .Config.Env}}"));
        await using var again = small.Fault("f2", "container-image", new ImageParameters(image, Revert: false), "n2");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => again.PrepareAsync(Stop));
        Assert.StartsWith($"n2 runs the image {image} (sha256:", refusal.Message);
        await small.ReplaceAsync("n2", "debian:bookworm-slim");

        await using var none = small.Fault("f3", "container-image", new ImageParameters("no-such:1", Revert: true), "n1");
        Assert.EndsWith("docker pull no-such:1", (await Assert.ThrowsAsync<FaultRefusedException>(() => none.PrepareAsync(Stop))).Message);
    }

    private Task LaterAsync(RevertRecipe recipe) => small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);

    private Task<string> ToldAsync(string node) => InspectAsync(node, Told);

    private Task<string> InspectAsync(string node, string format) =>
        SmallCluster.DockerAsync("inspect", "--format", format, small.NameOf(node));

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
