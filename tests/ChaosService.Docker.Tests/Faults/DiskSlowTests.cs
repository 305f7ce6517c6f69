using ChaosService.Faults.Disk.Fill;
using ChaosService.Faults.Disk.Slow;
using ChaosService.Faults.Disk.Stall;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>A filesystem that stalls again and again.</summary>
[Trait("needs", "docker")]
public sealed class DiskSlowTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_wait_as_long_as_was_asked_over_a_restart_too_and_not_at_all_after()
    {
        await using var fault = Fault("f1", "n1", "n2");
        await fault.PrepareAsync(Stop);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
        await fault.InjectAsync(Stop);
        Assert.Contains("n1:/data: asked 80 of every 100 ms, measured ", (await SeenAsync(fault.ObserveEffectAsync)).Evidence);
        Assert.False((await fault.ObserveRecoveryAsync(Stop)).Seen);
        await small.RestartAsync("n1");
        await SeenAsync(fault.ObserveEffectAsync);

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        await SeenAsync(fault.ObserveRecoveryAsync);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
    }

    [Fact]
    public async Task Stall_on_top_of_it_is_a_stall_and_a_fill_comes_and_goes_in_it()
    {
        await using var slow = Fault("f1", "n1");
        await using var stall = small.Fault("f2", "disk-stall", new StallParameters(null), "n1");
        await using var fill = small.Fault("f3", "disk-fill", new FillParameters(0.5, null, null), "n1");
        foreach (var fault in new[] { slow, stall, fill })
        {
            await fault.PrepareAsync(Stop);
            await fault.InjectAsync(Stop);
        }
        await SeenAsync(stall.ObserveEffectAsync);
        Assert.Equal("n1:/data is held by f2, so no write was measured", (await SeenAsync(slow.ObserveEffectAsync)).Evidence);
        await stall.RevertAsync(Stop);
        await SeenAsync(stall.ObserveRecoveryAsync);
        await SeenAsync(slow.ObserveEffectAsync);
        await fill.RevertAsync(Stop);
        await SeenAsync(fill.ObserveRecoveryAsync);
        await slow.RevertAsync(Stop);
        await SeenAsync(slow.ObserveRecoveryAsync);
    }

    [Fact]
    public async Task Recipe_carried_out_over_its_head_ends_it()
    {
        await using var fault = Fault("f1", "n3");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await SeenAsync(fault.ObserveEffectAsync);
        await small.Kinds[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        await SeenAsync(fault.ObserveRecoveryAsync);
        await fault.RevertAsync(Stop);
    }

    private IFault Fault(string id, params string[] nodes) => small.Fault(
        id, "disk-slow", new SlowParameters(TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(20), null), nodes);

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        Assert.True(proof.Seen, proof.Evidence);
        return proof;
    }
}
