using System.Net;
using System.Net.Sockets;

namespace ChaosService.Faults.Proxy.Listening;

/// <summary>A port of a node for a socket of ours to listen on.</summary>
internal static class ListeningPort
{
    /// <summary>Below those that a kernel chooses from unless it was told otherwise.</summary>
    private const int First = 21_000;

    private const int Last = 21_999;

    /// <summary>
    /// Any that is free. One that nobody chooses by chance where the kernel finds none: another fault may have taken all of a node's ports
    /// (<c>port-exhaustion</c>).
    /// </summary>
    public static void Bind(Socket socket, IPAddress address)
    {
        for (var port = 0; ; port = port == 0 ? First : port + 1)
        {
            try
            {
                socket.Bind(new IPEndPoint(address, port));
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && port < Last)
            {
                // The next one, then.
            }
        }
    }
}
