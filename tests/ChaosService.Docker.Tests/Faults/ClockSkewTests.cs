using System.Globalization;
using ChaosService.Faults.Clock;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Clocks that are wrong, of processes that have libfaketime.</summary>
[Trait("needs", "docker")]
public sealed class ClockSkewTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    public static TheoryData<double, double?, double?> Shapes => new()
    {
        { 3600, null, null }, { -30, null, null }, { 20, 5, null }, { -20, 5, null }, { 10, null, 0.5 },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Clock_is_wrong_in_each_way_and_right_again(double offset, double? over, double? strobe)
    {
        await using var fault = Fault("f1", offset, over, strobe);
        await fault.PrepareAsync(Stop);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
        await fault.InjectAsync(Stop);
        await SeenAsync(fault.ObserveEffectAsync);
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        await SeenAsync(fault.ObserveRecoveryAsync);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
    }

    [Fact]
    public async Task Process_of_the_node_sees_the_wrong_time_over_a_restart_too()
    {
        await using var fault = Fault("f1", 3600);
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        Assert.InRange(await OffAsync("n1"), 3540, 3660);
        await small.RestartAsync("n1");
        Assert.InRange(await OffAsync("n1"), 3540, 3660);
        await SeenAsync(fault.ObserveEffectAsync);
        await fault.RevertAsync(Stop);
        Assert.InRange(await OffAsync("n1"), -60, 60);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leftover_is_put_right_by_a_new_life_whether_the_node_runs_or_not(bool nodeDied)
    {
        var fault = Fault("f1", 3600);
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        if (nodeDied) await SmallCluster.DockerAsync("kill", small.NameOf("n1"));
        await small.NewLife()["clock-skew"].RevertLeftoverAsync(recipe, Stop);
        Assert.Equal(NodeState.Running, (await small.NodeAsync("n1")).State);
        Assert.InRange(await OffAsync("n1"), -60, 60);
        Assert.False(File.Exists($"/proc/{(await small.NodeAsync("n1")).Pid}/root{SmallCluster.ClockFile}"));
    }

    [Fact]
    public async Task Recipe_carried_out_over_its_head_ends_a_strobe()
    {
        await using var fault = Fault("f1", 10, strobe: 0.1);
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await SeenAsync(fault.ObserveEffectAsync);
        await small.Kinds[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.False((await fault.ObserveEffectAsync(Stop)).Seen);
        await fault.RevertAsync(Stop);
        await SeenAsync(fault.ObserveRecoveryAsync);
    }

    [Fact]
    public async Task Second_fault_of_one_clock_and_a_node_without_the_library_are_refused()
    {
        await using var fault = Fault("f1", 3600);
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var second = await Assert.ThrowsAsync<FaultRefusedException>(() => Fault("f2", 10).PrepareAsync(Stop));
        Assert.StartsWith("/data/clock of n1 cannot be written: another fault has set it already", second.Message);
        await fault.RevertAsync(Stop);

        await small.ReplaceAsync("n3", "debian:bookworm-slim", "-e", "LD_PRELOAD=");
        await using var other = small.Fault("f3", "clock-skew", Parameters(10, null, null), "n3");
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => other.PrepareAsync(Stop));
        output.WriteLine(refusal.Message);
        Assert.Contains("processes of n3 has libfaketime", refusal.Message);
    }

    private IFault Fault(string id, double offset, double? over = null, double? strobe = null) =>
        small.Fault(id, "clock-skew", Parameters(offset, over, strobe), "n1");

    private static ClockSkewParameters Parameters(double offset, double? over, double? strobe) =>
        new(TimeSpan.FromSeconds(offset), Time(over), Time(strobe));

    private static TimeSpan? Time(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    /// <summary>In seconds, as a program that is started in the node by the engine sees it.</summary>
    private async Task<long> OffAsync(string node)
    {
        var text = await SmallCluster.DockerAsync("exec", small.NameOf(node), "date", "+%s");
        return long.Parse(text, CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    }

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        Assert.True(proof.Seen, proof.Evidence);
        return proof;
    }
}
