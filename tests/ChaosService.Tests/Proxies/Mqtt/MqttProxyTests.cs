using System.Net.Sockets;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Effects;
using ChaosService.Proxies.Mqtt.Packets;
using ChaosService.Proxies.Tcp.Lanes;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Proxies.Mqtt;

/// <summary>Between a real broker and real clients.</summary>
public sealed class MqttProxyTests
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Message_that_is_lost_on_its_way_to_the_broker_is_acknowledged_and_others_arrive(int qos)
    {
        await using var broker = await ProxiedBroker.StartAsync(Published(new DropEffect(), "kv/events"));
        var client = await broker.ConnectAsync();
        await client.PublishAsync("kv/events", "lost", qos);
        await client.PublishAsync("kv/other", "passes", qos);
        await broker.Arrived.UntilAsync("passes");
        Assert.Equal(["passes"], broker.Arrived.Texts);
        Assert.Equal((1, 1), (broker.Tally.Matching, broker.Tally.Met));
    }

    /// <summary>The broker takes it as delivered: it does not send it again to a session that comes back.</summary>
    [Fact]
    public async Task Message_that_is_lost_on_its_way_to_a_subscriber_is_acknowledged_to_the_broker()
    {
        await using var broker = await ProxiedBroker.StartAsync(Delivered(new DropEffect(), "kv/events"));
        var subscriber = await broker.ConnectAsync("subscriber");
        await subscriber.SubscribeAsync("kv/#");
        var publisher = await broker.ConnectAsync();
        await publisher.PublishAsync("kv/events", "lost");
        await publisher.PublishAsync("kv/other", "passes");
        await subscriber.Received.UntilAsync("passes");
        await Wait.UntilAsync(() => broker.Tally.Met == 1);
        await subscriber.LeaveAsync();
        Assert.Equal(["lost", "passes"], broker.Arrived.Texts);
        Assert.Equal(["passes"], subscriber.Received.Texts);

        var again = await broker.ConnectDirectlyAsync("subscriber");
        await publisher.PublishAsync("kv/other", "later");
        await again.Received.UntilAsync("later");
        Assert.Equal(["later"], again.Received.Texts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Published_message_arrives_as_often_as_it_should_and_is_acknowledged_once(int qos)
    {
        await using var broker = await ProxiedBroker.StartAsync(Published(new DuplicateEffect(2), "kv/events"));
        var client = await broker.ConnectAsync();
        foreach (var text in (string[])["a", "b"]) await client.PublishAsync("kv/events", text, qos);
        await client.PublishAsync("kv/other", "end");
        await broker.Arrived.UntilAsync("end");
        Assert.Equal(["a", "a", "a", "b", "b", "b", "end"], broker.Arrived.Texts);
        Assert.True(client.IsConnected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Delivered_message_arrives_as_often_as_it_should_and_the_session_goes_on(int qos)
    {
        await using var broker = await ProxiedBroker.StartAsync(Delivered(new DuplicateEffect(1), "kv/events"));
        var client = await broker.ConnectAsync();
        await client.SubscribeAsync("kv/#", qos);
        foreach (var text in (string[])["a", "b"]) await client.PublishAsync("kv/events", text, qos);
        await client.PublishAsync("kv/other", "end");
        await client.Received.UntilAsync("end");
        Assert.Equal(["a", "a", "b", "b", "end"], client.Received.Texts);
        Assert.Equal(["a", "b", "end"], broker.Arrived.Texts);
    }

    [Fact]
    public async Task Message_that_is_altered_on_both_ways_is_altered_twice()
    {
        await using var broker = await ProxiedBroker.StartAsync(new("kv/events", new DuplicateEffect(1), Published: true, Delivered: true));
        var client = await broker.ConnectAsync();
        await client.SubscribeAsync("kv/#");
        await client.PublishAsync("kv/events", "a");
        await client.PublishAsync("kv/other", "end");
        await client.Received.UntilAsync("end");
        Assert.Equal(["a", "a", "a", "a", "end"], client.Received.Texts);
        Assert.Equal(3, broker.Tally.Met);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Late_message_is_overtaken_by_others_and_arrives(bool published)
    {
        await using var broker = await ProxiedBroker.StartAsync(new("kv/events", new DelayEffect(Late), published, !published));
        var (subscriber, publisher) = (await broker.ConnectAsync(), await broker.ConnectAsync());
        await subscriber.SubscribeAsync("kv/#", qos: 0);
        await publisher.PublishAsync("kv/events", "late", qos: 0);
        await publisher.PublishAsync("kv/other", "at once", qos: 0);
        await subscriber.Received.UntilAsync("late");
        Assert.Equal(["at once", "late"], subscriber.Received.Texts);
        Assert.Equal(published ? ["at once", "late"] : ["late", "at once"], broker.Arrived.Texts);
    }

    [Fact]
    public async Task Acknowledgement_comes_when_the_late_message_has_arrived()
    {
        await using var broker = await ProxiedBroker.StartAsync(Published(new DelayEffect(Late), "#"));
        var client = await broker.ConnectAsync();
        var from = TimeProvider.System.GetTimestamp();
        await client.PublishAsync("kv/events", "late");
        Assert.InRange(TimeProvider.System.GetElapsedTime(from), 0.95 * Late, Wait.Limit);
        Assert.Equal(["late"], broker.Arrived.Texts);
    }

    [Fact]
    public async Task Goodbye_does_not_overtake_messages_that_wait()
    {
        await using var broker = await ProxiedBroker.StartAsync(Published(new DelayEffect(Late), "#"));
        var client = await broker.ConnectAsync();
        foreach (var text in (string[])["a", "b"]) await client.PublishAsync("kv/events", text, qos: 0);
        await client.LeaveAsync();
        await broker.Arrived.UntilAsync("b");
        Assert.Equal(["a", "b"], broker.Arrived.Texts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Group_arrives_whole_and_in_another_order(bool published)
    {
        await using var broker = await ProxiedBroker.StartAsync(new("kv/events", new ReorderEffect(4), published, !published));
        var client = await broker.ConnectAsync();
        await client.SubscribeAsync("kv/#", qos: 0);
        string[] sent = ["1", "2", "3", "4"];
        foreach (var text in sent) await client.PublishAsync("kv/events", text, qos: 0);
        await Wait.UntilAsync(() => client.Received.Texts.Length == sent.Length);
        Assert.Equal(sent, client.Received.Texts.Order());
        Assert.NotEqual(sent, client.Received.Texts);
        Assert.Equal(published, !sent.SequenceEqual(broker.Arrived.Texts));
        Assert.Equal(4, broker.Tally.Met);
    }

    [Fact]
    public async Task Group_that_stays_incomplete_does_not_wait_for_ever_and_a_lone_message_does_not_count()
    {
        await using var broker = await ProxiedBroker.StartAsync(Published(new ReorderEffect(3), "#"));
        var client = await broker.ConnectAsync();
        await client.PublishAsync("kv/events", "alone");
        Assert.Equal((1, 0), (broker.Tally.Matching, broker.Tally.Met));
        await Task.WhenAll(client.PublishAsync("kv/events", "1"), client.PublishAsync("kv/events", "2"));
        Assert.Equal((3, 2), (broker.Tally.Matching, broker.Tally.Met));
        Assert.Equal(["1", "2", "alone"], broker.Arrived.Texts.Order());
    }

    [Fact]
    public async Task Only_chosen_messages_are_altered()
    {
        await using var broker = await ProxiedBroker.StartAsync(Published(new DropEffect(), "kv/+"), new Choice(After: 1, Nth: 2));
        var client = await broker.ConnectAsync();
        foreach (var text in (string[])["1", "2", "3", "4", "5"]) await client.PublishAsync("kv/events", text);
        await client.PublishAsync("kv", "end");
        Assert.Equal(["1", "2", "4", "end"], broker.Arrived.Texts);
        Assert.Equal((5, 2), (broker.Tally.Matching, broker.Tally.Met));
    }

    [Fact]
    public async Task Message_of_qos_2_passes()
    {
        await using var broker = await ProxiedBroker.StartAsync(new("#", new DropEffect(), Published: true, Delivered: true));
        var client = await broker.ConnectAsync();
        await client.SubscribeAsync("#", qos: 2);
        await client.PublishAsync("kv/events", "exactly once", qos: 2);
        await client.Received.UntilAsync("exactly once");
        Assert.Equal(0, broker.Tally.Matching);
    }

    [Fact]
    public async Task Message_that_is_too_long_to_be_held_passes_and_the_next_is_read_again()
    {
        await using var broker = await ProxiedBroker.StartAsync(Published(new DropEffect(), "#"), new Choice(First: 1));
        var client = await broker.ConnectAsync();
        var text = new string('x', PacketReader.LongestBytes + 1);
        await client.PublishAsync("kv/events", text);
        await client.PublishAsync("kv/events", "lost");
        await client.PublishAsync("kv/events", "passes");
        Assert.Equal([text.Length, "passes".Length], broker.Arrived.Texts.Select(t => t.Length));
    }

    [Fact]
    public async Task End_of_the_fault_resets_connections_and_clients_come_back_without_it()
    {
        await using var broker = await ProxiedBroker.StartAsync(Published(new DropEffect(), "#"));
        var client = await broker.ConnectAsync();
        await broker.StopProxyAsync();
        await Wait.UntilAsync(() => !client.IsConnected);
        await (await broker.ConnectDirectlyAsync()).PublishAsync("kv/events", "arrives");
        Assert.Equal(["arrives"], broker.Arrived.Texts);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 0, 1)]
    [InlineData("\u0016\u0003\u0001 the beginning of a handshake", 1, 0)]
    public async Task What_is_no_mqtt_passes_and_is_counted(string text, long tls, long others)
    {
        await using var wire = await ProxiedWire.OpenAsync(Published(new DropEffect(), "#"));
        await wire.SendAsync(System.Text.Encoding.Latin1.GetBytes(text));
        Assert.Equal(System.Text.Encoding.Latin1.GetBytes(text), await wire.ReadAsync(text.Length));
        Assert.Equal((tls, others), (wire.Tally.Tls, wire.Tally.Others));
    }

    [Fact]
    public async Task Client_that_only_connects_is_not_counted()
    {
        await using var wire = await ProxiedWire.OpenAsync(Published(new DropEffect(), "#"));
        wire.Client.EndSending();
        Assert.Empty(await wire.ReadAsync(1));
        Assert.Equal((0, 0), (wire.Tally.Tls, wire.Tally.Others));
    }

    /// <summary>The receiver judges it: it is not the proxy who ends the connection.</summary>
    [Theory]
    [InlineData(new byte[] { 0x30, 0xff, 0xff, 0xff, 0xff, 0x01, 7, 7, 7 })]
    [InlineData(new byte[] { 0x30, 0x09, 0, 0x20, 7, 7, 7, 7, 7, 7, 7 })]
    [InlineData(new byte[] { 0x36, 0x03, 0, 1, 7 })]
    [InlineData(new byte[] { 0x30, 0x7f, 0, 1, 7 })]
    public async Task What_is_no_message_passes_as_it_is(byte[] packet)
    {
        await using var wire = await ProxiedWire.OpenAsync(Published(new DropEffect(), "#"));
        byte[] sent = [.. NewPacket.Connect("client"), .. packet];
        await wire.SendAsync(sent);
        wire.Client.EndSending();
        Assert.Equal(sent, await wire.ReadAsync(sent.Length + 1));
        Assert.Equal(0, wire.Tally.Matching);
    }

    [Fact]
    public async Task Packets_are_read_however_they_are_cut()
    {
        await using var wire = await ProxiedWire.OpenAsync(Published(new DropEffect(), "kv/events"));
        byte[] connect = NewPacket.Connect("client"), other = NewPacket.Publish("kv/other", new byte[300], qos: 0);
        byte[] sent = [.. connect, .. NewPacket.Publish("kv/events", new byte[200], qos: 0), .. other];
        foreach (var one in sent) await wire.SendAsync([one]);
        byte[] left = [.. connect, .. other];
        Assert.Equal(left, await wire.ReadAsync(left.Length));
        Assert.Equal(1, wire.Tally.Met);
    }

    [Fact]
    public async Task Stop_resets_both_ends()
    {
        await using var wire = await ProxiedWire.OpenAsync(Published(new DropEffect(), "#"));
        await wire.SendAsync(NewPacket.Connect("client"));
        await wire.ReadAsync(1);
        await wire.StopAsync();
        foreach (var end in (Socket[])[wire.Client, wire.Server])
            await Assert.ThrowsAsync<SocketException>(async () =>
            {
                while (await end.ReceiveAsync(new byte[64], wire.Limit) > 0) { }
            });
    }

    private static MqttFault Published(MqttEffect effect, string topic) => new(topic, effect, Published: true, Delivered: false);

    private static MqttFault Delivered(MqttEffect effect, string topic) => new(topic, effect, Published: false, Delivered: true);
}
