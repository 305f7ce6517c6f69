using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChaosService.Faults.Dns;
using ChaosService.Faults.Dns.Messages;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Model.Faults;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class DnsFailureTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly IPEndPoint EnginesResolver = new(IPAddress.Parse("127.0.0.11"), 53);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DnsFailure.NoSuchName, null, "NXDOMAIN")]
    [InlineData(DnsFailure.ServerFailure, null, "SERVFAIL")]
    [InlineData(DnsFailure.Timeout, null, "no answer")]
    [InlineData(DnsFailure.WrongAddress, "192.0.2.1", "192.0.2.1")]
    [InlineData(DnsFailure.WrongAddress, "2001:db8::1", "2001:db8::1")]
    internal async Task Name_fails_as_asked_for_and_no_other_does(DnsFailure failure, string? address, string told)
    {
        await using var fault = Fault("f1", failure, address, small.NameOf("n2"));
        await fault.PrepareAsync(Stop);
        Assert.False((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        var effect = await SayAsync(fault.ObserveEffectAsync);
        Assert.True(effect.Seen, effect.Evidence);
        Assert.Contains($"n1: {small.NameOf("n2")} {told} (before: ", effect.Evidence);
        Assert.Equal((await small.NodeAsync("n3")).Address, await LookUpAsync("n1", small.NameOf("n3")));
        Assert.Equal((await small.NodeAsync("n2")).Address, await LookUpAsync("n3", small.NameOf("n2")));

        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
        Assert.Equal((await small.NodeAsync("n2")).Address, await LookUpAsync("n1", small.NameOf("n2")));
    }

    [Fact]
    public async Task Name_fails_over_tcp_as_well_and_others_are_passed_on()
    {
        await using var fault = Fault("f1", DnsFailure.NoSuchName, null, small.NameOf("n2"));
        await InjectAsync(fault);
        using var connection = await TcpAsync("n1");
        Assert.Equal(DnsReply.NoSuchName, (await AskOverTcpAsync(connection, small.NameOf("n2"))).Code);
        var other = await AskOverTcpAsync(connection, small.NameOf("n3"));
        Assert.Equal((await small.NodeAsync("n3")).Address, Assert.Single(other.Addresses));
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Two_faults_of_a_node_end_each_alone_and_the_longer_name_counts()
    {
        await using var all = Fault("f1", DnsFailure.ServerFailure, null, ".");
        await using var one = Fault("f2", DnsFailure.WrongAddress, "192.0.2.7", small.NameOf("n2"));
        await InjectAsync(all);
        await InjectAsync(one);
        Assert.True((await SayAsync(all.ObserveEffectAsync)).Seen);
        Assert.True((await SayAsync(one.ObserveEffectAsync)).Seen);

        await one.RevertAsync(Stop);
        var recovery = await SayAsync(one.ObserveRecoveryAsync);
        Assert.True(recovery.Seen);
        Assert.Contains("f1 lets", recovery.Evidence);
        Assert.Null(await LookUpAsync("n1", small.NameOf("n2")));
        await all.RevertAsync(Stop);
        Assert.True((await SayAsync(all.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Same_name_twice_on_a_node_is_refused()
    {
        await using var first = Fault("f1", DnsFailure.ServerFailure, null, "db.example");
        await InjectAsync(first);
        await using var second = Fault("f2", DnsFailure.Timeout, null, "db.example");
        var refused = await Assert.ThrowsAsync<FaultRefusedException>(() => second.PrepareAsync(Stop));
        Assert.StartsWith("f1 lets db.example fail on n1 already.", refused.Message);
        await first.RevertAsync(Stop);
    }

    [Fact]
    public async Task Restarted_node_finds_the_name_no_more_either()
    {
        await using var fault = Fault("f1", DnsFailure.NoSuchName, null, small.NameOf("n2"));
        var told = "";
        fault.Interrupted += sentence => told = sentence;
        await InjectAsync(fault);
        await small.RestartAsync("n1");
        await SmallCluster.UntilAsync(() => Task.FromResult(told.Length > 0), "the fault is told of the restart");
        Assert.Equal("n1 restarted with an empty network, and its queries are led to the relay again", told);
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    /// <summary>Nobody renews the rules of a process that died. They stop acting by themselves, before anybody has removed them.</summary>
    [Fact]
    public async Task Rules_without_their_lease_lead_nowhere()
    {
        await using var fault = Fault("f1", DnsFailure.NoSuchName, null, small.NameOf("n2"));
        await InjectAsync(fault);
        Assert.Null(await LookUpAsync("n1", small.NameOf("n2")));
        await small.InNetworkAsync("n1", "nft", "delete", "element", "inet", "chaosservice_dns", "led", "{ 53 }");
        Assert.Equal((await small.NodeAsync("n2")).Address, await LookUpAsync("n1", small.NameOf("n2")));
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Lease_is_renewed_while_the_fault_lasts()
    {
        await using var fault = Fault("f1", DnsFailure.NoSuchName, null, small.NameOf("n2"));
        await InjectAsync(fault);
        var last = int.MaxValue;
        await SmallCluster.UntilAsync(
            async () =>
            {
                using var set = JsonDocument.Parse(
                    await small.InNetworkAsync("n1", "nft", "-j", "list", "set", "inet", "chaosservice_dns", "led"));
                var element = set.RootElement.GetProperty("nftables")[1].GetProperty("set").GetProperty("elem")[0].GetProperty("elem");
                var (before, left) = (last, element.GetProperty("expires").GetInt32());
                last = left;
                return left > before;
            },
            "the rules get time again");
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Rules_that_somebody_removed_are_not_made_again()
    {
        await using var fault = Fault("f1", DnsFailure.NoSuchName, null, small.NameOf("n2"));
        var told = "";
        fault.Interrupted += sentence => told = sentence;
        await InjectAsync(fault);
        await small.InNetworkAsync("n1", "nft", "delete", "table", "inet", "chaosservice_dns");
        await SmallCluster.UntilAsync(() => Task.FromResult(told.Length > 0), "the fault is told that its rules are gone");
        Assert.StartsWith("the rules that lead the queries of n1 could not be renewed", told);
        Assert.False((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    private IFault Fault(string id, DnsFailure failure, string? address, string name) =>
        small.Fault(id, "dns-failure", new DnsFailureParameters([name], failure, address), "n1");

    private static async Task InjectAsync(IFault fault)
    {
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
    }

    private async Task<Proof> SayAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine($"{proof.Seen}: {proof.Evidence}");
        return proof;
    }

    /// <summary>The first address that a node finds; null: none.</summary>
    /// <summary>Asks once more when there is no answer, as resolvers do: the first question may go the way of an old flow.</summary>
    private async Task<IPAddress?> LookUpAsync(string node, string name)
    {
        var pid = (await small.NodeAsync(node)).Pid;
        Task<DnsReply?> AskAsync() => new NameProbe(TimeProvider.System).AskAsync(
            pid, EnginesResolver.Address, DnsName.Parse(name)!, DnsQuestion.V4, Wait.Limit, Stop);
        return (await AskAsync() ?? await AskAsync()) is { Addresses: [var first, ..] } ? first : null;
    }

    private async Task<Socket> TcpAsync(string node)
    {
        var socket = await NetworkNamespace.RunAsync(
            (await small.NodeAsync(node)).Pid, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await socket.ConnectAsync(EnginesResolver, Stop);
        return socket;
    }

    private static async Task<DnsReply> AskOverTcpAsync(Socket connection, string name)
    {
        var query = DnsQuestion.Write(7, DnsName.Parse(name)!, DnsQuestion.V4);
        await connection.SendAsync((byte[])[0, (byte)query.Length, .. query], Stop);
        using var stream = new NetworkStream(connection);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, Stop);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, Stop);
        return DnsReply.Read(answer, 7)!;
    }
}
