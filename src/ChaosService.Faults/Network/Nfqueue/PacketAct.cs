namespace ChaosService.Faults.Network.Nfqueue;

internal enum PacketActKind
{
    /// <summary>This packet passes, and all before it that still wait.</summary>
    PassUpTo,

    /// <summary>Only this packet passes.</summary>
    Pass,

    /// <summary>Only this packet passes, with changed content.</summary>
    Replace,

    /// <summary>It never arrived.</summary>
    Drop,

    /// <summary>An additional packet is sent.</summary>
    Copy,
}

/// <param name="Content">Of a packet that is replaced or copied, from its IP header on.</param>
internal readonly record struct PacketAct(PacketActKind Kind, ushort Queue, uint Packet, byte[]? Content = null);
