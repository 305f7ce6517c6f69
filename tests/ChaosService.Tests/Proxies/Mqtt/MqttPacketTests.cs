using ChaosService.Proxies.Mqtt.Packets;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Tests.Proxies.Mqtt;

public sealed class MqttPacketTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 115)]
    [InlineData(1, 116)]
    [InlineData(2, 16_370)]
    [InlineData(0, 2_097_200)]
    public async Task Message_that_is_written_is_read(int qos, int bytes)
    {
        var payload = Enumerable.Range(0, bytes).Select(i => (byte)i).ToArray();
        var packet = await ReadAsync(NewPacket.Publish("kv/events", payload, qos));
        Assert.True(packet is { IsMessage: true, Topic: "kv/events", Acknowledges: null });
        Assert.Equal((qos, (ushort?)(qos == 0 ? null : 1)), (packet.Qos, packet.Id));
        Assert.Equal(payload, packet.Payload.ToArray());
    }

    /// <summary>Byte for byte as in MQTT 3.1.1, 3.1 and 3.3.</summary>
    [Fact]
    public void Packets_are_those_of_the_specification()
    {
        Assert.Equal([0x10, 13, 0, 4, .. "MQTT"u8, 4, 2, 0, 0, 0, 1, .. "a"u8], NewPacket.Connect("a"));
        Assert.Equal([0x30, 5, 0, 1, .. "t"u8, 8, 9], NewPacket.Publish("t", [8, 9], qos: 0));
        Assert.Equal([0x34, 6, 0, 1, .. "t"u8, 0, 1, 8], NewPacket.Publish("t", [8], qos: 2));
        Assert.Equal([0x40, 2, 0xf0, 0x01], NewPacket.Acknowledge(0xf001));
        Assert.Equal([0xe0, 0], NewPacket.Disconnect);
    }

    [Fact]
    public async Task Copy_differs_in_its_id_alone()
    {
        var packet = await ReadAsync(NewPacket.Publish("kv/events", [1, 2, 3], qos: 1));
        var copy = await ReadAsync(packet.WithId(0xfffe));
        Assert.Equal((ushort?)0xfffe, copy.Id);
        Assert.Equal(packet.Bytes, copy.WithId(packet.Id!.Value));
    }

    [Fact]
    public async Task Acknowledgement_tells_of_which_message()
    {
        Assert.Equal((ushort?)0xf001, (await ReadAsync(NewPacket.Acknowledge(0xf001))).Acknowledges);
        Assert.Null((await ReadAsync([0x40, 0])).Acknowledges);
    }

    [Fact]
    public async Task Packets_that_come_together_are_read_one_by_one()
    {
        var (near, far) = await SocketPair.NewAsync(Stop);
        using (near)
        using (far)
        {
            var packets = Enumerable.Range(0, 1000).Select(i => NewPacket.Publish("t", new byte[i % 300], qos: 0)).ToArray();
            var sending = near.SendAllAsync(packets.SelectMany(p => p).ToArray(), Stop).AsTask();
            var reader = new PacketReader(far);
            foreach (var packet in packets) Assert.Equal(packet, (await reader.ReadAsync(Stop))?.Bytes);
            await sending;
            near.EndSending();
            Assert.Null(await reader.ReadAsync(Stop));
            Assert.False(reader.HasUnread);
        }
    }

    private static async Task<MqttPacket> ReadAsync(byte[] bytes)
    {
        var (near, far) = await SocketPair.NewAsync(Stop);
        using (near)
        using (far)
        {
            var sending = near.SendAllAsync(bytes, Stop).AsTask();
            var packet = await new PacketReader(far).ReadAsync(Stop);
            await sending;
            return Assert.NotNull(packet);
        }
    }
}
