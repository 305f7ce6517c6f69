using ChaosService.Faults.Kernel;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// Sends whole packets, IP header and all, into the network namespace that it was opened in. They carry a mark by which our own rules let
/// them pass: a copy is not copied again. A packet that was arriving arrives once more by way of the loopback interface.
/// </summary>
internal sealed class CopySocket : IDisposable
{
    /// <summary>Written into the rules.</summary>
    public const int Mark = 0xC4A0;

    private const int V4 = 2;
    private const int V6 = 10;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int WithHeader = 255;
    private const int SocketLevel = 1;
    private const int MarkOption = 36;
    private const int DontWait = 0x40;

    private readonly int _v4 = Open(V4);
    private readonly int _v6 = Open(V6);

    /// <summary>What cannot be sent now is not sent: a network owes nobody a duplicate.</summary>
    public void Send(byte[] packet)
    {
        var v6 = PacketContent.IsV6(packet);
        Span<byte> address = stackalloc byte[v6 ? 28 : 16];
        address.Clear();
        address[0] = (byte)(v6 ? V6 : V4);
        PacketContent.Destination(packet).CopyTo(address[(v6 ? 8 : 4)..]);
        _ = Libc.SendTo(v6 ? _v6 : _v4, packet, packet.Length, DontWait, address, address.Length);
    }

    public void Dispose()
    {
        foreach (var file in (int[])[_v4, _v6])
            if (file >= 0) _ = Libc.Close(file);
    }

    /// <summary>-1 where the kernel has no such family: then no packet of it comes either.</summary>
    private static int Open(int family)
    {
        var file = Libc.Socket(family, RawCloseOnExec, WithHeader);
        var mark = Mark;
        if (file >= 0) _ = Libc.SetOption(file, SocketLevel, MarkOption, ref mark, sizeof(int));
        return file;
    }
}
