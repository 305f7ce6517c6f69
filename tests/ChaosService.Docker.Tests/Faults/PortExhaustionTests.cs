using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Ports;
using ChaosService.Model.Faults;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class PortExhaustionTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_finds_no_port_for_a_new_connection_and_keeps_those_that_it_has()
    {
        await using var server = await NodeServer.StartAsync(small, "n2");
        await using var own = await NodeServer.StartAsync(small, "n1");
        using var before = await server.ConnectAsync(small, "n1");
        await using var fault = Fault("f1");
        await fault.PrepareAsync(Stop);
        Assert.False((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        var refused = await Assert.ThrowsAsync<SocketException>(() => server.ConnectAsync(small, "n1"));
        Assert.Equal(SocketError.AddressNotAvailable, refused.SocketErrorCode);
        Assert.Equal(7, await NodeServer.AskAsync(before, 7));
        // Whoever connects to it needs a port of their own.
        using var other = await own.ConnectAsync(small, "n3");
        Assert.Equal(7, await NodeServer.AskAsync(other, 7));

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
        using var after = await server.ConnectAsync(small, "n1");
        Assert.Equal(7, await NodeServer.AskAsync(after, 7));
    }

    [Fact]
    public async Task Port_that_somebody_has_is_in_no_block_that_is_taken()
    {
        var found = await PortRange.ReadAsync((await small.NodeAsync("n1")).Pid);
        await using var fault = Fault("f1");
        await fault.PrepareAsync(Stop);
        using var taken = await NetworkNamespace.RunAsync(
            (await small.NodeAsync("n1")).Pid, () => Bound(found.Last));
        await fault.InjectAsync(Stop);
        var effect = await SayAsync(fault.ObserveEffectAsync);
        Assert.True(effect.Seen);
        Assert.Contains($"it chooses from {new PortRange(found.Last - 127, found.Last - 64)}, before from {found}", effect.Evidence);
        await fault.RevertAsync(Stop);
        Assert.Equal(found, await PortRange.ReadAsync((await small.NodeAsync("n1")).Pid));
    }

    [Fact]
    public async Task Second_fault_on_a_node_is_refused()
    {
        await using var first = Fault("f1");
        await first.PrepareAsync(Stop);
        await first.InjectAsync(Stop);
        await using var second = Fault("f2");
        Assert.StartsWith(
            "The ports of n1 are taken already by f1",
            (await Assert.ThrowsAsync<FaultRefusedException>(() => second.PrepareAsync(Stop))).Message);
        await first.RevertAsync(Stop);
    }

    [Fact]
    public async Task Restarted_node_has_all_its_ports_and_it_is_told()
    {
        await using var fault = Fault("f1");
        var told = "";
        fault.Interrupted += sentence => told = sentence;
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
        await small.RestartAsync("n1");
        await SmallCluster.UntilAsync(() => Task.FromResult(told.Length > 0), "the fault is told of the restart");
        Assert.Equal("n1 restarted: its new network has all its ports", told);
        Assert.False((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    private IFault Fault(string id) => small.Fault(id, "port-exhaustion", new PortExhaustionParameters(), "n1");

    private static Socket Bound(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        socket.Listen();
        return socket;
    }

    private async Task<Proof> SayAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine($"{proof.Seen}: {proof.Evidence}");
        return proof;
    }
}
