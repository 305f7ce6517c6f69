using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// The nfnetlink_queue messages that we need (linux/netfilter/nfnetlink_queue.h): headers are in the machine's byte order, the
/// numbers of netfilter in the network's.
/// </summary>
internal static class QueueMessages
{
    private const int Subsystem = 3;
    private const int HeaderSize = 20;
    private const ushort Request = 1;
    private const ushort Acknowledge = 4;
    private const uint Drop = 0;
    private const uint Accept = 1;
    private const ushort VerdictHeader = 2;
    private const ushort Payload = 10;

    private enum Message
    {
        Packet = 0,
        Verdict = 1,
        Config = 2,
        VerdictBatch = 3,
    }

    /// <summary>Makes the kernel send this socket the queue's packets.</summary>
    public static byte[] Bind(ushort queue) => Build(Message.Config, queue, Request | Acknowledge, new Attribute(1, [1, 0, 0, 0]));

    /// <summary>How much of each packet is copied here. 0: only what a verdict needs, the packet stays in the kernel.</summary>
    public static byte[] Copy(ushort queue, int bytes) =>
        Build(Message.Config, queue, Request | Acknowledge, new Attribute(2, [.. BigEndian((uint)bytes), (byte)(bytes == 0 ? 1 : 2)]));

    public static byte[] Limit(ushort queue, uint packets) =>
        Build(Message.Config, queue, Request | Acknowledge, new Attribute(3, BigEndian(packets)));

    /// <summary>
    /// Fail-open (1): what does not fit passes untouched, because a delay must not become loss. GSO (4): big packets come whole, not in
    /// pieces of the wire's size.
    /// </summary>
    public static byte[] PassWhatDoesNotFit(ushort queue, bool wirePackets) => Build(
        Message.Config, queue, Request | Acknowledge, new Attribute(4, BigEndian(1 | 4)),
        new Attribute(5, BigEndian(wirePackets ? 1u : 5)));

    /// <summary>What becomes of a packet, or of all up to it.</summary>
    public static byte[] Verdict(PacketAct act) => act.Kind switch
    {
        PacketActKind.PassUpTo => Build(Message.VerdictBatch, act.Queue, Request, Decision(Accept, act.Packet)),
        PacketActKind.Drop => Build(Message.Verdict, act.Queue, Request, Decision(Drop, act.Packet)),
        PacketActKind.Replace =>
            Build(Message.Verdict, act.Queue, Request, Decision(Accept, act.Packet), new Attribute(Payload, act.Content!)),
        _ => Build(Message.Verdict, act.Queue, Request, Decision(Accept, act.Packet)),
    };

    private static Attribute Decision(uint verdict, uint packet) => new(VerdictHeader, [.. BigEndian(verdict), .. BigEndian(packet)]);

    /// <summary>Reads the messages of one datagram, in order. What is neither a packet nor an error is passed over.</summary>
    public static List<QueueEvent> Read(ReadOnlySpan<byte> datagram)
    {
        var events = new List<QueueEvent>();
        while (datagram.Length >= 16)
        {
            var length = (int)MemoryMarshal.Read<uint>(datagram);
            if (length < 16 || length > datagram.Length) break;
            if (ReadOne(datagram[..length]) is { } e) events.Add(e);
            datagram = datagram[Math.Min(Align(length), datagram.Length)..];
        }
        return events;
    }

    private static QueueEvent? ReadOne(ReadOnlySpan<byte> message)
    {
        var type = MemoryMarshal.Read<ushort>(message[4..]);
        if (type == 2 && message.Length >= 20) return new QueueEvent(0, 0, Error: -MemoryMarshal.Read<int>(message[16..]), IsPacket: false);
        if (type != (Subsystem << 8 | (int)Message.Packet) || message.Length < HeaderSize) return null;
        var queue = BinaryPrimitives.ReadUInt16BigEndian(message[18..]);
        uint? packet = null;
        byte[]? content = null;
        for (var rest = message[HeaderSize..]; rest.Length >= 4;)
        {
            var (size, kind) = (MemoryMarshal.Read<ushort>(rest), MemoryMarshal.Read<ushort>(rest[2..]));
            if (size < 4 || size > rest.Length) return null;
            if (kind == 1 && size >= 8) packet = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            if (kind == Payload) content = rest[4..size].ToArray();
            rest = rest[Math.Min(Align(size), rest.Length)..];
        }
        return packet is { } id ? new QueueEvent(queue, id, Error: 0, IsPacket: true, content) : null;
    }

    private static byte[] Build(Message message, ushort queue, ushort flags, params ReadOnlySpan<Attribute> attributes)
    {
        var length = HeaderSize;
        foreach (var attribute in attributes) length += Align(4 + attribute.Value.Length);
        var buffer = new byte[length];
        MemoryMarshal.Write(buffer, (uint)length);
        MemoryMarshal.Write(buffer.AsSpan(4), (ushort)(Subsystem << 8 | (int)message));
        MemoryMarshal.Write(buffer.AsSpan(6), flags);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(18), queue);
        var at = HeaderSize;
        foreach (var (kind, value) in attributes)
        {
            MemoryMarshal.Write(buffer.AsSpan(at), (ushort)(4 + value.Length));
            MemoryMarshal.Write(buffer.AsSpan(at + 2), kind);
            value.CopyTo(buffer, at + 4);
            at += Align(4 + value.Length);
        }
        return buffer;
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private readonly record struct Attribute(ushort Kind, byte[] Value);

    private static int Align(int length) => (length + 3) & ~3;
}

/// <param name="Error">errno of a request that failed; 0 for one that worked.</param>
/// <param name="Content">As much of the packet as was asked for; null: nothing was.</param>
internal readonly record struct QueueEvent(ushort Queue, uint Packet, int Error, bool IsPacket, byte[]? Content = null);
