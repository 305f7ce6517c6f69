using ChaosService.Faults.Disk.Corrupt;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Files of nodes that are damaged under their hands.</summary>
[Trait("needs", "docker")]
public sealed class FileCorruptTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly FileCorruptParameters Bits = new("rec*", 1, 8, null, null);
    private static readonly FileCorruptParameters Cut = new("rec*", 1, null, 100, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_reads_what_was_damaged_and_what_was_there_at_the_end()
    {
        await using var fault = small.Fault("f1", "file-corrupt", Bits, "n1");
        await fault.PrepareAsync(Stop);
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        Assert.Contains("records has 8 of 8 bits turned over", (await SeenAsync(fault.ObserveEffectAsync)).Evidence);
        Assert.NotEqual(SmallCluster.Records, await ReadAsync("n1"));
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.Contains("records has its checksum again", (await SeenAsync(fault.ObserveRecoveryAsync)).Evidence);
        Assert.Equal(SmallCluster.Records, await ReadAsync("n1"));
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
    }

    [Fact]
    public async Task Damage_goes_under_a_stall_and_a_second_one_to_the_file_is_refused()
    {
        await using var bits = small.Fault("f1", "file-corrupt", Bits, "n2");
        await using var stall = small.Fault("f2", "disk-stall", new StallParameters(null), "n2");
        await using var cut = small.Fault("f3", "file-corrupt", Cut, "n2");
        foreach (var fault in new[] { stall, bits })
        {
            await fault.PrepareAsync(Stop);
            await fault.InjectAsync(Stop);
        }
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => cut.PrepareAsync(Stop));
        Assert.StartsWith("n2:/data has no file rec* that is not damaged already; ", refusal.Message);
        Assert.True((await SeenAsync(bits.ObserveEffectAsync)).Seen);
        await bits.RevertAsync(Stop);
        Assert.True((await SeenAsync(stall.ObserveEffectAsync)).Seen);
        await stall.RevertAsync(Stop);
        foreach (var fault in new[] { bits, stall }) Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        Assert.Equal(SmallCluster.Records, await ReadAsync("n2"));
    }

    [Fact]
    public async Task Node_that_ended_is_started_on_files_put_back_by_a_new_life()
    {
        var fault = small.Fault("f1", "file-corrupt", Cut, "n3");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.RestartAsync("n3");
        Assert.True((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        await small.Docker.Containers.KillContainerAsync((await small.NodeAsync("n3")).ContainerId, new(), Stop);
        await SmallCluster.UntilAsync(async () => (await small.NodeAsync("n3")).State == NodeState.Exited, "n3 is down");
        await small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(SmallCluster.Records, await ReadAsync("n3"));
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task What_is_not_there_is_refused()
    {
        await using var fault = small.Fault("f1", "file-corrupt", Bits with { Files = "wal/*" }, "n1");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        Assert.Equal("n1:/data has no file wal/* that is not damaged already; * stands for anything, also for folders.", refusal.Message);
    }

    private async Task<string> ReadAsync(string node) =>
        await SmallCluster.DockerAsync("exec", (await small.NodeAsync(node)).ContainerId, "cat", "/data/records");

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
