using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Resource.CpuLimit;
using ChaosService.Faults.Resource.MemoryLimit;
using ChaosService.Faults.Resource.PidsLimit;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Nodes that are limited by their control groups.</summary>
[Trait("needs", "docker")]
public sealed class LimitTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly Dictionary<string, FaultParameters> Limits = new()
    {
        ["cpu-limit"] = new CpuLimitParameters(0.1),
        ["memory-limit"] = new MemoryLimitParameters(32 << 20),
        ["pids-limit"] = new PidsLimitParameters(0),
    };

    public static TheoryData<string> Kinds => [.. Limits.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Limit_is_measured_comes_again_after_a_restart_and_goes(string kind)
    {
        var gaps = new List<string>();
        await using var fault = small.Fault("f1", kind, Limits[kind], "n1");
        fault.Interrupted += gaps.Add;
        await fault.PrepareAsync(Stop);
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await small.RestartAsync("n1");
        await SmallCluster.UntilAsync(() => Task.FromResult(gaps.Count > 0), "the limit came again");
        Assert.Equal(["n1 restarted and was limited again"], gaps);

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Strictest_of_two_limits_is_in_force_until_it_ends()
    {
        await using var first = small.Fault("f1", "cpu-limit", new CpuLimitParameters(0.1), "n2");
        await using var second = small.Fault("f2", "cpu-limit", new CpuLimitParameters(0.05), "n2");
        await first.PrepareAsync(Stop);
        await first.InjectAsync(Stop);
        await second.PrepareAsync(Stop);
        await second.InjectAsync(Stop);
        Assert.StartsWith("n2 gets 5 % of a core (asked: 10 % of a core); ", (await SeenAsync(first.ObserveEffectAsync)).Evidence);
        await second.RevertAsync(Stop);
        Assert.Equal("n2 is still limited by f1", (await second.ObserveRecoveryAsync(Stop)).Evidence);
        Assert.True((await SeenAsync(first.ObserveEffectAsync)).Seen);
        await first.RevertAsync(Stop);
        Assert.True((await SeenAsync(first.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Node_that_died_under_its_limit_is_started_again_unless_a_kill_holds_it_down()
    {
        await using var limit = small.Fault("f1", "pids-limit", Limits["pids-limit"], "n3");
        await using var kill = small.Fault("f2", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(3)), "n3");
        await limit.PrepareAsync(Stop);
        await limit.InjectAsync(Stop);
        await kill.PrepareAsync(Stop);
        await kill.InjectAsync(Stop);
        await limit.RevertAsync(Stop);
        Assert.Equal(NodeState.Exited, (await small.NodeAsync("n3")).State);
        Assert.True((await SeenAsync(limit.ObserveRecoveryAsync)).Seen);
        await kill.RevertAsync(Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n3")).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leftovers_are_undone_by_a_new_life_in_any_order(bool newestFirst)
    {
        var before = await Traces.OfAsync(small.Cluster);
        var (loose, strict) = (
            small.Fault("f1", "memory-limit", Limits["memory-limit"], "n2"),
            small.Fault("f2", "memory-limit", new MemoryLimitParameters(24 << 20), "n2"));
        var recipes = new[] { await loose.PrepareAsync(Stop), await strict.PrepareAsync(Stop) };
        await loose.InjectAsync(Stop);
        await strict.InjectAsync(Stop);
        Assert.NotEqual(before, await Traces.OfAsync(small.Cluster));
        var later = small.NewLife();
        foreach (var recipe in newestFirst ? recipes.Reverse() : recipes) await later[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(before, await Traces.OfAsync(small.Cluster));
        await strict.RevertAsync(Stop);
        await loose.RevertAsync(Stop);
    }

    [Fact]
    public async Task Limit_that_would_end_the_node_or_limits_nothing_is_refused()
    {
        await using var tight = small.Fault("f1", "memory-limit", new MemoryLimitParameters(4096), "n3");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => tight.PrepareAsync(Stop));
        output.WriteLine(refusal.Message);
        Assert.Contains("that no file backs, more than the limit of 0.0 MiB", refusal.Message);

        await using var first = small.Fault("f2", "memory-limit", Limits["memory-limit"], "n3");
        await first.PrepareAsync(Stop);
        await SmallCluster.DockerAsync(
            "update", "--memory", "16m", "--memory-swap", "16m", (await small.NodeAsync("n3")).ContainerId);
        refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => first.PrepareAsync(Stop));
        output.WriteLine(refusal.Message);
        Assert.Equal("n3 has no more than 16MiB already, so 32MiB would be no limit.", refusal.Message);
    }

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
