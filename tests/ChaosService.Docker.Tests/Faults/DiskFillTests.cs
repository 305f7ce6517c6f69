using System.Diagnostics;
using ChaosService.Faults.Container.Kill;
using ChaosService.Faults.Disk.Fill;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class DiskFillTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly FillParameters Full = new(null, LeaveBytes: 0, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Full_disk_takes_no_block_more_and_is_free_again()
    {
        await using var fault = small.Fault("f1", "disk-fill", Full, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Contains("no space left on device", effect.Evidence);

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Empty(await FilesAsync("n1"));
    }

    [Fact]
    public async Task Percentage_is_reached_and_not_passed()
    {
        await using var fault = small.Fault("f1", "disk-fill", new FillParameters(0.9, null, "/data/sub/dir"), "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        var disk = new DriveInfo(await DataAsync("n1"));
        Assert.InRange(1 - disk.AvailableFreeSpace / (double)disk.TotalSize, 0.89, 0.91);
        await fault.RevertAsync(Stop);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/etc/hosts")]
    [InlineData("/proc")]
    public async Task Filesystem_of_others_is_refused(string path)
    {
        await using var fault = small.Fault("f1", "disk-fill", Full with { Path = path }, "n1");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        output.WriteLine(refusal.Message);
        Assert.StartsWith($"n1 has no filesystem of its own at {path}: ", refusal.Message);
    }

    [Fact]
    public async Task Second_fill_of_the_same_filesystem_is_refused()
    {
        await using var first = small.Fault("f1", "disk-fill", new FillParameters(0.9, null, null), "n1");
        await first.PrepareAsync(Stop);
        await first.InjectAsync(Stop);
        await using var second = small.Fault("f2", "disk-fill", Full, "n1");
        await Assert.ThrowsAsync<FaultRefusedException>(() => second.PrepareAsync(Stop));
        await first.RevertAsync(Stop);
        Assert.Empty(await FilesAsync("n1"));
    }

    [Fact]
    public async Task Node_that_died_of_the_full_disk_is_started_again()
    {
        await using var fault = small.Fault("f1", "disk-fill", Full, "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.Docker.Containers.KillContainerAsync((await small.NodeAsync("n2")).ContainerId, new(), Stop);
        await SmallCluster.UntilAsync(async () => (await small.NodeAsync("n2")).State == NodeState.Exited, "n2 is down");
        Assert.True((await fault.ObserveEffectAsync(Stop)).Seen);

        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Contains("started again after it died", recovery.Evidence);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n2")).State);
        Assert.Empty(await FilesAsync("n2"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Node_that_ends_just_before_the_revert_or_just_after_it_is_started_again(bool after)
    {
        await using var fault = small.Fault("f1", "disk-fill", Full, "n1");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var pid = (await small.NodeAsync("n1")).Pid;

        if (after) await fault.RevertAsync(Stop);
        // Not by the engine, which so hears of it later than the revert looks.
        using (var process = Process.GetProcessById(pid)) process.Kill();
        await SmallCluster.UntilAsync(() => Task.FromResult(!Directory.Exists($"/proc/{pid}")), "the node ended");
        if (!after) await fault.RevertAsync(Stop);

        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
        var now = await small.NodeAsync("n1");
        Assert.Equal(NodeState.Running, now.State);
        Assert.NotEqual(pid, now.Pid);
        Assert.Empty(await FilesAsync("n1"));
    }

    [Fact]
    public async Task Node_that_a_kill_holds_down_is_not_started_by_the_fill()
    {
        await using var fill = small.Fault("f1", "disk-fill", Full, "n3");
        await using var kill = small.Fault("f2", "container-kill", new KillParameters("KILL", TimeSpan.FromSeconds(3)), "n3");
        await fill.PrepareAsync(Stop);
        await fill.InjectAsync(Stop);
        await kill.PrepareAsync(Stop);
        await kill.InjectAsync(Stop);
        await fill.RevertAsync(Stop);
        Assert.Equal(NodeState.Exited, (await small.NodeAsync("n3")).State);
        var recovery = await fill.ObserveRecoveryAsync(Stop);
        Assert.True(recovery.Seen, recovery.Evidence);
        await kill.RevertAsync(Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n3")).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leftover_fill_is_deleted_by_a_new_life(bool nodeDied)
    {
        var fault = small.Fault("f1", "disk-fill", Full, "n1");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.NotEmpty(await FilesAsync("n1"));
        if (nodeDied) await small.Docker.Containers.KillContainerAsync((await small.NodeAsync("n1")).ContainerId, new(), Stop);

        await small.NewLife()["disk-fill"].RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
        Assert.Empty(await FilesAsync("n1"));
    }

    private async Task<string> DataAsync(string node) => $"/proc/{(await small.NodeAsync(node)).Pid}/root/data";

    private async Task<string[]> FilesAsync(string node) => Directory.GetFiles(await DataAsync(node), ".chaosservice-*");
}
