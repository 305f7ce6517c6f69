using System.Buffers.Binary;
using System.Net.Sockets;

namespace ChaosService.Faults.Network.Namespaces;

/// <summary>Sockets of ours inside a node's network, which rules must be able to tell from the node's own.</summary>
internal static class OwnSockets
{
    /// <summary>"CHAS", to distinguish our sockets from the node's own.</summary>
    public const int Mark = 0x43484153;

    private const int SocketLevel = 1;

    /// <summary>SO_MARK.</summary>
    private const int MarkOption = 36;

    /// <summary>What it connects to is where it connects to, whatever is done to connections that the node makes.</summary>
    public static Socket Marked(this Socket socket)
    {
        Span<byte> mark = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(mark, Mark);
        socket.SetRawSocketOption(SocketLevel, MarkOption, mark);
        return socket;
    }
}
