using System.Net.Sockets;

namespace ChaosService.Proxies.Tcp.Lanes;

internal static class SocketExtensions
{
    public static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> data, CancellationToken stop)
    {
        while (data.Length > 0) data = data[await socket.SendAsync(data, SocketFlags.None, stop)..];
    }

    /// <summary>The other end is told at once that nothing of the connection is left (RST), whatever is still on its way.</summary>
    public static void Reset(this Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>Says that nothing more will be sent. A connection that is gone needs not be told.</summary>
    public static void EndSending(this Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other end was faster.
        }
    }
}
