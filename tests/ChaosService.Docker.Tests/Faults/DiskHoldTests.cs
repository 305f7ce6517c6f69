using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Faults.Disk.ReadOnly;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Filesystems that are held read-only or stalled.</summary>
[Trait("needs", "docker")]
public sealed class DiskHoldTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    public static readonly TheoryData<string> Kinds = ["disk-read-only", "disk-stall"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Hold_is_proven_and_writes_work_again(string kind)
    {
        await using var fault = Fault("f1", kind, "n1", "n2");
        await fault.PrepareAsync(Stop);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
        await fault.InjectAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        await WriteAsync("n1");
    }

    [Fact]
    public async Task Read_only_and_stall_on_one_disk_end_one_by_one()
    {
        await using var first = Fault("f1", "disk-stall", "n1");
        await using var second = Fault("f2", "disk-read-only", "n1");
        await using var third = Fault("f3", "disk-stall", "n1");
        foreach (var fault in new[] { first, second, third })
        {
            await fault.PrepareAsync(Stop);
            await fault.InjectAsync(Stop);
        }
        await first.RevertAsync(Stop);
        Assert.StartsWith("n1:/data is still held stalled by f3", (await first.ObserveRecoveryAsync(Stop)).Evidence);
        await second.RevertAsync(Stop);
        Assert.True((await SeenAsync(second.ObserveRecoveryAsync)).Seen);
        Assert.True((await SeenAsync(third.ObserveEffectAsync)).Seen);
        await third.RevertAsync(Stop);
        Assert.True((await SeenAsync(third.ObserveRecoveryAsync)).Seen);
        await WriteAsync("n1");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Fill_comes_and_goes_under_a_hold_which_says_that_it_was_lifted(string kind)
    {
        var gaps = new List<string>();
        await using var hold = Fault("f1", kind, "n1");
        await using var fill = small.Fault("f2", "disk-fill", new FillParameters(null, 0, null), "n1");
        hold.Interrupted += gaps.Add;
        await hold.PrepareAsync(Stop);
        await hold.InjectAsync(Stop);
        await fill.PrepareAsync(Stop);
        await fill.InjectAsync(Stop);
        Assert.True((await SeenAsync(fill.ObserveEffectAsync)).Seen);
        await fill.RevertAsync(Stop);
        Assert.True((await SeenAsync(fill.ObserveRecoveryAsync)).Seen);
        Assert.All(gaps, gap => Assert.StartsWith("n1:/data took writes for ", gap));
        Assert.Equal(2, gaps.Count);
        Assert.True((await SeenAsync(hold.ObserveEffectAsync)).Seen);
        await hold.RevertAsync(Stop);
        Assert.True((await SeenAsync(hold.ObserveRecoveryAsync)).Seen);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Hold_outlives_a_restart_and_a_node_that_died_is_started_again(string kind)
    {
        await using var fault = Fault("f1", kind, "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.RestartAsync("n2");
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await small.Docker.Containers.KillContainerAsync((await small.NodeAsync("n2")).ContainerId, new(), Stop);
        await SmallCluster.UntilAsync(async () => (await small.NodeAsync("n2")).State == NodeState.Exited, "n2 is down");
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);

        await fault.RevertAsync(Stop);
        Assert.Contains("started again after it died of it", (await SeenAsync(fault.ObserveRecoveryAsync)).Evidence);
        await WriteAsync("n2");
    }

    [Fact]
    public async Task Node_that_a_kill_holds_down_gets_its_disk_back_and_stays_down()
    {
        await using var stall = Fault("f1", "disk-stall", "n3");
        await using var kill = small.Fault("f2", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(3)), "n3");
        await stall.PrepareAsync(Stop);
        await stall.InjectAsync(Stop);
        await kill.PrepareAsync(Stop);
        await kill.InjectAsync(Stop);
        await stall.RevertAsync(Stop);
        Assert.True((await SeenAsync(stall.ObserveRecoveryAsync)).Seen);
        Assert.Equal(NodeState.Exited, (await small.NodeAsync("n3")).State);
        await kill.RevertAsync(Stop);
        await WriteAsync("n3");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leftovers_are_undone_by_a_new_life_in_any_order(bool newestFirst)
    {
        IFault[] faults =
        [
            Fault("f1", "disk-read-only", "n1"), Fault("f2", "disk-stall", "n1"),
            small.Fault("f3", "disk-fill", new FillParameters(0.9, null, null), "n1"),
        ];
        var recipes = new List<RevertRecipe>();
        foreach (var fault in faults)
        {
            recipes.Add(await fault.PrepareAsync(Stop));
            await fault.InjectAsync(Stop);
        }
        if (newestFirst) recipes.Reverse();
        var later = small.NewLife();
        foreach (var recipe in recipes) await later[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Empty(Directory.GetFiles(await DataAsync("n1"), ".chaosservice-*"));
        await WriteAsync("n1");
        foreach (var fault in faults) await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Recipe_carried_out_while_the_run_goes_on_leaves_the_others_in_force()
    {
        await using var stall = Fault("f1", "disk-stall", "n1");
        await using var other = Fault("f2", "disk-read-only", "n1");
        var recipe = await stall.PrepareAsync(Stop);
        await stall.InjectAsync(Stop);
        await other.PrepareAsync(Stop);
        await other.InjectAsync(Stop);
        await small.Kinds[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Contains("a write fails: read-only", (await SeenAsync(other.ObserveEffectAsync)).Evidence);
        await other.RevertAsync(Stop);
        await stall.RevertAsync(Stop);
        await WriteAsync("n1");
    }

    [Fact]
    public async Task Read_only_is_refused_where_a_file_is_open_for_writing()
    {
        await using var file = new FileStream(Path.Combine(await DataAsync("n3"), "own"), FileMode.Create);
        await using var fault = Fault("f1", "disk-read-only", "n3");
        // Ours is no process of the node's, so it is the kernel that refuses; the node's own are seen before.
        await fault.PrepareAsync(Stop);
        await Assert.ThrowsAnyAsync<Exception>(() => fault.InjectAsync(Stop));
        await fault.RevertAsync(Stop);
        await WriteAsync("n3");
        File.Delete(file.Name);

        var node = (await small.NodeAsync("n3")).ContainerId;
        await SmallCluster.DockerAsync("exec", "-d", node, "sh", "-c", "exec sleep 600 > /data/log");
        await SmallCluster.UntilAsync(async () => File.Exists(Path.Combine(await DataAsync("n3"), "log")), "the log is open");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        output.WriteLine(refusal.Message);
        Assert.StartsWith("n3:/data cannot be made read-only: /data/log (pid ", refusal.Message);
        await small.RestartAsync("n3");
        File.Delete(Path.Combine(await DataAsync("n3"), "log"));
    }

    [Fact]
    public async Task Filesystem_that_somebody_else_froze_is_not_thawed()
    {
        var data = await DataAsync("n3");
        Filesystem.Freeze(data);
        try
        {
            await using var fault = Fault("f1", "disk-stall", "n3");
            await fault.PrepareAsync(Stop);
            var refusal = await Assert.ThrowsAsync<IOException>(() => fault.InjectAsync(Stop));
            Assert.Contains("frozen already, and not by a fault", refusal.Message);
            await fault.RevertAsync(Stop);
            Assert.Throws<IOException>(() => Filesystem.Freeze(data));
        }
        finally
        {
            Filesystem.Thaw(data);
        }
    }

    private IFault Fault(string id, string kind, params string[] nodes) =>
        small.Fault(id, kind, kind == "disk-stall" ? new StallParameters(null) : new ReadOnlyParameters(null), nodes);

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }

    private async Task WriteAsync(string node)
    {
        var file = Path.Combine(await DataAsync(node), "written");
        await File.WriteAllTextAsync(file, "x", Stop);
        File.Delete(file);
    }

    private async Task<string> DataAsync(string node) => $"/proc/{(await small.NodeAsync(node)).Pid}/root/data";
}
