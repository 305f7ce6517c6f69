using ChaosService.Faults.Network;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Mqtt;
using ChaosService.Faults.Proxy.Tcp;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Effects;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Docker.Tests.Faults;

[Trait("needs", "docker")]
public sealed class MqttFaultTests(SmallCluster small, ITestOutputHelper output) : IClassFixture<SmallCluster>
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, MqttFault> Faults = new()
    {
        ["drop"] = new("#", new DropEffect(), Published: true, Delivered: false),
        ["delay"] = new("#", new DelayEffect(Late), Published: false, Delivered: true),
        ["duplicate"] = new("kv/#", new DuplicateEffect(2), Published: true, Delivered: true),
        ["reorder"] = new("#", new ReorderEffect(MqttNode.Messages), Published: true, Delivered: false),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Fault_is_measured_while_it_is_in_force_and_not_before(string name)
    {
        await using var broker = await MqttNode.StartAsync(small, "n1");
        await using var fault = Fault("f1", Faults[name], broker.Port);
        await fault.PrepareAsync(Stop);
        Assert.False((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.InjectAsync(Stop);
        broker.KeepTalking();
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Messages_that_match_get_it_and_others_do_not()
    {
        await using var broker = await MqttNode.StartAsync(small, "n1");
        await using var fault = Fault(
            "f1", Faults["drop"] with { Topic = "kv/+" }, broker.Port, new Choice(First: 2), new(PeerScope.Names, ["n3"]));
        await InjectAsync(fault);
        Assert.Equal("1, 2, 3", await PublishedAsync(broker, "kv/events", "n2", expected: 3));
        Assert.Equal("1, 2, 3", await PublishedAsync(broker, "kv", "n3", expected: 3));
        Assert.Equal("3", await PublishedAsync(broker, "kv/events", "n3", expected: 1));
        Assert.Equal("1, 2, 3", await PublishedAsync(broker, "kv/events", "n3", expected: 3));
        var effect = await SayAsync(fault.ObserveEffectAsync);
        Assert.StartsWith($"n3 → n1:{broker.Port} asked lost, measured none of 3 published", effect.Evidence);
        Assert.EndsWith("; 2 of 6 matching messages got it", effect.Evidence);
        await fault.RevertAsync(Stop);
        Assert.Equal("1, 2, 3", await PublishedAsync(broker, "kv/events", "n3", expected: 3));
    }

    /// <summary>Five seconds: what a client has time for.</summary>
    [Fact]
    public async Task Effect_that_no_message_met_is_not_proven()
    {
        await using var broker = await MqttNode.StartAsync(small, "n1");
        await using var fault = Fault("f1", Faults["drop"] with { Topic = "elsewhere" }, broker.Port);
        await InjectAsync(fault);
        Assert.Equal("1, 2, 3", await PublishedAsync(broker, "kv/events", from: null, expected: 3));
        var effect = await SayAsync(fault.ObserveEffectAsync);
        Assert.False(effect.Seen);
        Assert.EndsWith("; 0 of 0 matching messages got it", effect.Evidence);
        await fault.RevertAsync(Stop);
    }

    [Fact]
    public async Task Message_meets_a_fault_of_connections_too()
    {
        await using var broker = await MqttNode.StartAsync(small, "n1");
        await using var late = small.Fault(
            "f1", "tcp-fault",
            new TcpFaultParameters(broker.Port, new LatencyToxic(Late, TimeSpan.Zero), Direction.Outbound, PeerChoice.Everyone, true),
            "n1");
        await using var fault = Fault("f2", Faults["duplicate"], broker.Port);
        await InjectAsync(late);
        await InjectAsync(fault);
        broker.KeepTalking();
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await late.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveEffectAsync)).Seen);
        await fault.RevertAsync(Stop);
        Assert.True((await SayAsync(fault.ObserveRecoveryAsync)).Seen);
    }

    [Fact]
    public async Task Port_that_speaks_something_else_is_refused()
    {
        await using var http = await HttpNode.StartAsync(small, "n1");
        await using var fault = Fault("f1", Faults["drop"], http.Port);
        var refusal = await Assert.ThrowsAsync<FaultRefusedException>(() => fault.PrepareAsync(Stop));
        Assert.StartsWith($"n1 does not speak MQTT on port {http.Port}: its answer was ", refusal.Message);
        Assert.EndsWith("; choose another port, or use tcp-fault.", refusal.Message);
    }

    /// <summary>The numbers of those that arrived.</summary>
    private static async Task<string> PublishedAsync(MqttNode broker, string topic, string? from, int expected)
    {
        var arrived = await broker.TalkAsync(topic, from, expected);
        return string.Join(", ", Assert.IsType<MqttArrivals>(arrived).Published.Select(a => a.Number));
    }

    private IFault Fault(string id, MqttFault fault, int port, Choice? which = null, PeerChoice? from = null) => small.Fault(
        id, "mqtt-fault", new MqttFaultParameters(port, fault, which ?? new(), from ?? PeerChoice.Everyone, true), "n1");

    private static async Task InjectAsync(IFault fault)
    {
        await fault.PrepareAsync(Stop);
        await fault.InjectAsync(Stop);
    }

    private async Task<Proof> SayAsync(Func<CancellationToken, Task<Proof>> observe)
    {
        var proof = await observe(Stop);
        output.WriteLine(proof.Evidence);
        return proof;
    }
}
