using System.Net.Sockets;

namespace ChaosService.Proxies.Tcp.Lanes;

internal static class SocketExtensions
{
    public static async ValueTask SendAllAsync(this Socket socket, ReadOnlyMemory<byte> data, CancellationToken stop)
    {
        while (data.Length > 0) data = data[await socket.SendAsync(data, SocketFlags.None, stop)..];
    }

    /// <summary>Notifies the other end at once that the connection is gone (RST), even if data is in transit.</summary>
    public static void Reset(this Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>Signals that nothing more will be sent. Does nothing on a connection that is gone.</summary>
    public static void EndSending(this Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other end closed first.
        }
    }
}
