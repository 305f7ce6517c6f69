using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Proxy.Listening;

namespace ChaosService.Faults.Dns.Relay;

/// <summary>Makes sockets inside a node's network that reach its resolver past our own rules.</summary>
internal sealed class Upstream(SocketMaker maker, IPEndPoint resolver)
{
    /// <summary>Written into the rules.</summary>
    public const int Mark = 0xC4A1;

    private const int SocketLevel = 1;
    private const int MarkOption = 36;

    /// <summary>Connected: only the resolver's answers come.</summary>
    public async Task<Socket> ConnectAsync(SocketType type, CancellationToken cancellationToken)
    {
        var protocol = type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp;
        var socket = await maker.MakeAsync(() => new Socket(resolver.AddressFamily, type, protocol), cancellationToken);
        try
        {
            socket.SetRawSocketOption(SocketLevel, MarkOption, BitConverter.GetBytes(Mark));
            await socket.ConnectAsync(resolver, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
