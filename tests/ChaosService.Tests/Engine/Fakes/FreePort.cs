using System.Net;
using System.Net.Sockets;

namespace ChaosService.Tests.Engine.Fakes;

/// <summary>
/// Ports for what cannot be told to listen on any free one, or comes back to its old one. They are from below those that the system gives
/// to whoever asks for any: so nobody is given one between our look and its use. Each process begins elsewhere, and gives out none twice.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int _given = Environment.ProcessId * 97;

    public static int Next()
    {
        for (var looked = 0; looked < Count; looked++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _given) % Count);
            if (IsFree(port)) return port;
        }
        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
