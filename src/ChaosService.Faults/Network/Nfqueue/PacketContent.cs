using System.Buffers.Binary;
using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>A packet from its IP header on.</summary>
internal static class PacketContent
{
    /// <summary>The number of bytes needed to know how long the packet is.</summary>
    public const int HeaderBytes = 40;

    public static bool IsV6(ReadOnlySpan<byte> packet) => packet.Length > 0 && packet[0] >> 4 == 6;

    /// <summary>The whole packet's, of which only the header need be there; 0 when it is none.</summary>
    public static int Length(ReadOnlySpan<byte> packet) =>
        packet.Length < 20 ? 0
        : IsV6(packet) ? 40 + BinaryPrimitives.ReadUInt16BigEndian(packet[4..])
        : BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    public static ReadOnlySpan<byte> Destination(ReadOnlySpan<byte> packet) =>
        IsV6(packet) ? packet.Slice(24, 16) : packet.Slice(16, 4);

    /// <summary>
    /// One bit behind the IP header is turned over. The header itself was checked before the packet came here; on a wire its own sum would
    /// have told, and the packet been lost.
    /// </summary>
    public static byte[] Damaged(byte[] packet, SeededRandom random)
    {
        var header = IsV6(packet) ? 40 : (packet[0] & 15) * 4;
        if (packet.Length <= header) return packet;
        var damaged = packet.ToArray();
        damaged[header + random.Next(packet.Length - header)] ^= (byte)(1 << random.Next(8));
        return damaged;
    }
}
