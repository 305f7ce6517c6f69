using ChaosService.Docker.Processes;
using ChaosService.Docker.Resources;
using ChaosService.Faults.Disk.ReadOnly;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Faults.Resource.CpuStress;
using ChaosService.Faults.Resource.IoStress;
using ChaosService.Faults.Resource.MemoryStress;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Nodes in which something of ours uses up what they need.</summary>
[Trait("needs", "docker")]
public sealed class StressTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly Dictionary<string, FaultParameters> Stresses = new()
    {
        ["cpu-stress"] = new CpuStressParameters(2, 0.3),
        ["memory-stress"] = new MemoryStressParameters(16 << 20, null, WithoutLimit: true),
        ["io-stress"] = new IoStressParameters(2, 1 << 20, null),
    };

    public static TheoryData<string> Kinds => [.. Stresses.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Stress_is_measured_comes_again_after_a_restart_and_goes(string kind)
    {
        var gaps = new List<string>();
        await using var fault = small.Fault("f1", kind, Stresses[kind], "n1");
        fault.Interrupted += gaps.Add;
        await fault.PrepareAsync(Stop);
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await small.RestartAsync("n1");
        await SmallCluster.UntilAsync(() => Task.FromResult(gaps.Count > 0), "the stress came again");
        Assert.Equal(["n1 restarted and is stressed again"], gaps);
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        await small.RestartAsync("n1");
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
    }

    [Fact]
    public async Task Memory_beyond_the_limit_is_ended_by_the_kernel_and_told()
    {
        var gaps = new List<string>();
        await SmallCluster.DockerAsync("update", "--memory", "64m", "--memory-swap", "64m", (await small.NodeAsync("n2")).ContainerId);
        await using var fault = small.Fault("f1", "memory-stress", new MemoryStressParameters(null, 1, WithoutLimit: false), "n2");
        fault.Interrupted += gaps.Add;
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await SeenAsync(fault.ObserveEffectAsync);
        Assert.True(effect.Seen);
        Assert.Contains("asked 64.0 MiB", effect.Evidence);
        Assert.Contains("the kernel ended 1 processes for want of memory", effect.Evidence);
        await SmallCluster.UntilAsync(() => Task.FromResult(gaps.Count > 0), "the end was told");
        Assert.Equal("what stressed n2 ended before its time: the kernel ended 1 processes for want of memory", Assert.Single(gaps));
        await fault.RevertAsync(Stop);
        Assert.Contains("the kernel ended 1 processes", (await SeenAsync(fault.ObserveRecoveryAsync)).Evidence);
    }

    [Fact]
    public async Task Memory_of_a_node_without_a_limit_and_a_disk_too_small_are_refused()
    {
        await using var memory = small.Fault("f1", "memory-stress", new MemoryStressParameters(null, 0.5, WithoutLimit: true), "n3");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => memory.PrepareAsync(Stop));
        Assert.StartsWith("n3 has no memory limit: ", refusal.Message);
        await using var much = small.Fault("f2", "memory-stress", new MemoryStressParameters(1L << 50, null, WithoutLimit: true), "n3");
        refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => much.PrepareAsync(Stop));
        Assert.Contains("is more than half of the ", refusal.Message);
        await using var disk = small.Fault("f3", "io-stress", new IoStressParameters(2, 16 << 20, null), "n3");
        refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => disk.PrepareAsync(Stop));
        Assert.Contains("would take more than half of it", refusal.Message);
    }

    /// <summary>What is gone with us is the other end of their standard input; here it is that of a program which ends.</summary>
    [Fact]
    public async Task Processes_are_not_the_node_s_own_and_end_with_their_input()
    {
        var pid = (await small.NodeAsync("n3")).Pid;
        var group = StressGroup.Of(pid, "/sys/fs/cgroup", StressGroup.NameOf("test", new("f9")))!;
        group.Make(tasks: 2);
        var command = StressCommand.For(
            pid, group.Directories, SpinScript.For(new CpuStressParameters(2, 1)), new Dictionary<string, string>());
        var running = CommandRunner.RunAsync(new("sh", ["-c", "sleep 3 | \"$@\"", "sh", command.Program, .. command.Arguments]), Stop);
        await SmallCluster.UntilAsync(() => Task.FromResult(group.Processes().Count >= 4), "the workers run");
        var table = new ProcessTable("/proc");
        Assert.Superset(group.Processes().ToHashSet(), table.WithGuests(pid).ToHashSet());
        Assert.Empty(table.Beside(pid).Intersect(group.Processes()));
        await running;
        await SmallCluster.UntilAsync(() => Task.FromResult(group.Processes().Count == 0), "the killed ones have ended");
        await group.EndAsync(TimeProvider.System, Stop);
        Assert.False(group.Exists);
    }

    [Fact]
    public async Task Writers_that_a_stalled_disk_holds_up_end_and_the_stall_stays()
    {
        await using var stall = small.Fault("f1", "disk-stall", new StallParameters(null), "n1");
        await using var stress = small.Fault("f2", "io-stress", Stresses["io-stress"], "n1");
        await stress.PrepareAsync(Stop);
        await stress.InjectAsync(Stop);
        await using var readOnly = small.Fault("f3", "disk-read-only", new ReadOnlyParameters(null), "n1");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => readOnly.PrepareAsync(Stop));
        Assert.Contains(".chaosservice-io-test-f2/", refusal.Message);
        await stall.PrepareAsync(Stop);
        await stall.InjectAsync(Stop);
        Assert.True((await SeenAsync(stress.ObserveEffectAsync)).Seen);
        await stress.RevertAsync(Stop);
        Assert.True((await SeenAsync(stall.ObserveEffectAsync)).Seen);
        await stall.RevertAsync(Stop);
        Assert.True((await SeenAsync(stress.ObserveRecoveryAsync)).Seen);
        Assert.True((await SeenAsync(stall.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Node_that_was_down_at_the_end_is_started_without_the_stress()
    {
        await using var fault = small.Fault("f1", "io-stress", Stresses["io-stress"], "n2");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.Docker.Containers.KillContainerAsync((await small.NodeAsync("n2")).ContainerId, new(), Stop);
        await SmallCluster.UntilAsync(async () => (await small.NodeAsync("n2")).State == NodeState.Exited, "n2 is down");
        await small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n2")).State);
        Assert.Empty(Directory.GetDirectories($"/proc/{(await small.NodeAsync("n2")).Pid}/root/data", ".chaosservice-*"));
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
