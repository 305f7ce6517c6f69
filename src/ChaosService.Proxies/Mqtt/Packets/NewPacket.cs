using System.Buffers.Binary;
using System.Text;

namespace ChaosService.Proxies.Mqtt.Packets;

/// <summary>Packets of our own.</summary>
internal static class NewPacket
{
    /// <summary>MQTT 3.1.1 (3.1.2.2).</summary>
    private const byte Version = 4;

    private const byte CleanSession = 2;

    /// <summary>Goodbye (3.14).</summary>
    public static byte[] Disconnect { get; } = [MqttPacket.DisconnectType << 4, 0];

    /// <summary>For a session that ends with its connection; the broker does not look whether the client still lives.</summary>
    public static byte[] Connect(string clientId) =>
        Whole(MqttPacket.ConnectType << 4, [.. Text("MQTT"), Version, CleanSession, 0, 0, .. Text(clientId)]);

    /// <summary>A message; above QoS 0 with the id 1.</summary>
    public static byte[] Publish(string topic, byte[] payload, int qos) =>
        Whole((MqttPacket.PublishType << 4) | (qos << 1), [.. Text(topic), .. qos == 0 ? (byte[])[] : [0, 1], .. payload]);

    /// <summary>Acknowledges a message of QoS 1.</summary>
    public static byte[] Acknowledge(ushort id) => [MqttPacket.AcknowledgeType << 4, 2, (byte)(id >> 8), (byte)id];

    private static byte[] Whole(int first, byte[] body)
    {
        var packet = new List<byte> { (byte)first };
        var left = body.Length;
        do
        {
            packet.Add((byte)((left & 0x7f) | (left > 0x7f ? 0x80 : 0)));
            left >>= 7;
        }
        while (left > 0);
        return [.. packet, .. body];
    }

    private static byte[] Text(string text)
    {
        var bytes = new byte[sizeof(ushort) + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(bytes.Length - sizeof(ushort)));
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(sizeof(ushort)));
        return bytes;
    }
}
