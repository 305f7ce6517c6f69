using System.Net.Sockets;
using ChaosService.Faults.Process;
using ChaosService.Faults.Resource.FdLimit;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

/// <summary>Nodes that can open no more files: their server takes no connection, which it would close at once.</summary>
[Trait("needs", "docker")]
public sealed class FdLimitTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Limited_server_takes_no_connection_until_the_end()
    {
        await using var fault = small.Fault("f1", "fd-limit", new FdLimitParameters(0), "n1");
        await fault.PrepareAsync(Stop);
        Assert.False((await SeenAsync(fault.ObserveEffectAsync)).Seen);
        Assert.True(await IsTakenAsync("n1"));
        await fault.InjectAsync(Stop);
        var effect = await SeenAsync(fault.ObserveEffectAsync);
        Assert.True(effect.Seen);
        Assert.Contains("can open 0 more (asked: 0 more than when it began; limit ", effect.Evidence);
        // An accept that waits has got its number before the limit came.
        await IsTakenAsync("n1");
        Assert.False(await IsTakenAsync("n1"));

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
        Assert.True(await IsTakenAsync("n1"));
    }

    [Fact]
    public async Task Second_limit_on_a_node_is_refused_and_a_restart_is_told()
    {
        var gaps = new List<string>();
        await using var first = small.Fault("f1", "fd-limit", new FdLimitParameters(1), "n2");
        await using var second = small.Fault("f2", "fd-limit", new FdLimitParameters(0), "n2");
        first.Interrupted += gaps.Add;
        await first.PrepareAsync(Stop);
        await second.PrepareAsync(Stop);
        await first.InjectAsync(Stop);
        await Assert.ThrowsAsync<FaultRefusedException>(() => second.InjectAsync(Stop));
        await second.RevertAsync(Stop);
        Assert.True((await SeenAsync(first.ObserveEffectAsync)).Seen);
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => second.PrepareAsync(Stop));
        Assert.Equal("The open files of n2 are limited already by f1; wait for that fault.", refusal.Message);
        await small.RestartAsync("n2");
        await SmallCluster.UntilAsync(() => Task.FromResult(gaps.Count > 0), "the restart was told");
        Assert.Equal(["n2 restarted: its new processes are not limited"], gaps);
        Assert.False((await SeenAsync(first.ObserveEffectAsync)).Seen);
        await first.RevertAsync(Stop);
        Assert.True((await SeenAsync(first.ObserveRecoveryAsync)).Seen);
    }

    /// <summary>The worker is forked again by a process that is limited.</summary>
    [Fact]
    public async Task Recipe_in_a_new_life_gives_the_limit_back_to_processes_started_since()
    {
        await using var fault = small.Fault("f1", "fd-limit", new FdLimitParameters(3), "n3");
        var recipe = await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        var pid = (await small.NodeAsync("n3")).Pid;
        var (old, found) = (Worker(pid), Soft(pid));
        await SmallCluster.DockerAsync("exec", (await small.NodeAsync("n3")).ContainerId, "sh", "-c", "kill -9 " + old.InnerPid);
        await SmallCluster.UntilAsync(() => Task.FromResult(Worker(pid) is { } now && now.Pid != old.Pid), "another worker");
        Assert.Equal(found, Soft(Worker(pid).Pid));
        await small.NewLife()[recipe.Kind].RevertLeftoverAsync(recipe, Stop);
        Assert.NotEqual(found, Soft(pid));
        Assert.Equal(Soft(pid), Soft(Worker(pid).Pid));
        await fault.RevertAsync(Stop);
        Assert.True((await SeenAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    private static NodeProcess Worker(int pid) => NodeProcess.Of(pid).FirstOrDefault(p => p.Name == "worker")!;

    private static ulong Soft(int pid) => OpenFileLimit.Of(pid)!.Soft;

    /// <summary>The server closes what it has taken.</summary>
    private async Task<bool> IsTakenAsync(string node)
    {
        using var client = new TcpClient();
        await client.ConnectAsync((await small.NodeAsync(node)).Address!, 7000, Stop);
        var end = client.GetStream().ReadAsync(new byte[1], Stop).AsTask();
        return await Task.WhenAny(end, Task.Delay(Watch, Stop)) == end;
    }

    private async Task<Proof> SeenAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
