using System.Buffers.Binary;
using System.Text;

namespace ChaosService.Proxies.Mqtt.Packets;

/// <summary>A control packet of MQTT 3.1.1, which those of version 5 resemble enough here: OASIS MQTT 3.1.1, 2 and 3.3.</summary>
/// <param name="Bytes">The whole packet.</param>
/// <param name="Body">Where its variable header begins.</param>
internal readonly record struct MqttPacket(byte[] Bytes, int Body)
{
    public const int ConnectType = 1;
    public const int AcceptType = 2;
    public const int PublishType = 3;
    public const int AcknowledgeType = 4;
    public const int DisconnectType = 14;

    public int Type => Bytes[0] >> 4;

    /// <summary>Of a message: 0 to 2.</summary>
    public int Qos => (Bytes[0] >> 1) & 3;

    public bool IsMessage => Type == PublishType;

    /// <summary>The message's topic; null when the packet is not a whole message.</summary>
    public string? Topic => IsMessage && TopicEnd is { } end ? Encoding.UTF8.GetString(Bytes, Body + 2, end - Body - 2) : null;

    /// <summary>Of the message of QoS 1 that it acknowledges; null for another packet.</summary>
    public ushort? Acknowledges =>
        Type == AcknowledgeType && Bytes.Length >= Body + 2 ? BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(Body)) : null;

    /// <summary>Of a message with a QoS above 0; null for another packet.</summary>
    public ushort? Id =>
        IsMessage && Qos > 0 && TopicEnd is { } end && Bytes.Length >= end + 2
            ? BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(end)) : null;

    /// <summary>Of a whole message of version 3.1.1.</summary>
    public ReadOnlyMemory<byte> Payload => Bytes.AsMemory(TopicEnd!.Value + (Qos > 0 ? 2 : 0));

    private int? TopicEnd =>
        Bytes.Length >= Body + 2 && Body + 2 + BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(Body)) is var end && end <= Bytes.Length
            ? end : null;

    /// <summary>The same message as one of its own, when it has an id.</summary>
    public byte[] WithId(ushort id)
    {
        var copy = (byte[])Bytes.Clone();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(TopicEnd!.Value), id);
        return copy;
    }
}
