using ChaosService.Faults.Disk.Inodes;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class DiskInodesTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_file_can_be_made_while_bytes_stay_free()
    {
        await using var fault = small.Fault("f1", "disk-inodes", new InodesParameters(0, null), "n1");
        await fault.PrepareAsync(Stop);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Contains("a new file fails: no space left on device", effect.Evidence);
        var data = await DataAsync("n1");
        Assert.InRange(new DriveInfo(data).AvailableFreeSpace, 16 << 20, 32 << 20);
        await Assert.ThrowsAsync<IOException>(() => File.WriteAllTextAsync(Path.Combine(data, "new"), "x", Stop));

        await using var second = small.Fault("f2", "disk-inodes", new InodesParameters(0, null), "n1");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => second.PrepareAsync(Stop));
        Assert.StartsWith("The inodes of n1:/data are taken already by .chaosservice-inodes-test-f1", refusal.Message);

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        var recovery = await fault.ObserveRecoveryAsync(Stop);
        output.WriteLine(recovery.Evidence);
        Assert.True(recovery.Seen, recovery.Evidence);
        Assert.Empty(Directory.GetFileSystemEntries(data, ".chaosservice-*"));
    }

    [Fact]
    public async Task Files_that_are_left_can_be_made_and_no_more()
    {
        await using var fault = small.Fault("f1", "disk-inodes", new InodesParameters(3, null), "n2");
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var effect = await fault.ObserveEffectAsync(Stop);
        output.WriteLine(effect.Evidence);
        Assert.True(effect.Seen, effect.Evidence);
        var data = await DataAsync("n2");
        for (var i = 0; i < 3; i++) await File.WriteAllTextAsync(Path.Combine(data, $"own{i}"), "x", Stop);
        await Assert.ThrowsAsync<IOException>(() => File.WriteAllTextAsync(Path.Combine(data, "own3"), "x", Stop));
        await fault.RevertAsync(Stop);
        Assert.Equal(3, Directory.GetFiles(data, "own*").Length);
    }

    [Fact]
    public async Task Leftover_under_a_stall_is_deleted_by_a_new_life()
    {
        var stall = small.Fault("f1", "disk-stall", new StallParameters(null), "n3");
        var fault = small.Fault("f2", "disk-inodes", new InodesParameters(0, null), "n3");
        await stall.PrepareAsync(Stop);
        await stall.InjectAsync(Stop);
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.True((await fault.ObserveEffectAsync(Stop)).Seen);
        await small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Empty(Directory.GetFileSystemEntries(await DataAsync("n3"), ".chaosservice-*"));
        await stall.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
    }

    private async Task<string> DataAsync(string node) => $"/proc/{(await small.NodeAsync(node)).Pid}/root/data";
}
