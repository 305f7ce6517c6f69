using System.Net;
using System.Net.Sockets;

namespace ChaosService.Proxies.Tcp;

/// <summary>Both ends of one connection in this process.</summary>
internal static class SocketPair
{
    public static async Task<(Socket Near, Socket Far)> NewAsync(CancellationToken cancellationToken)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await near.ConnectAsync(listener.LocalEndPoint!, cancellationToken);
            while (true)
            {
                var far = await listener.AcceptAsync(cancellationToken);
                if (near.LocalEndPoint!.Equals(far.RemoteEndPoint)) return (near, far);
                // Another process on this machine connected to the port.
                far.Dispose();
            }
        }
        catch
        {
            near.Dispose();
            throw;
        }
    }
}
