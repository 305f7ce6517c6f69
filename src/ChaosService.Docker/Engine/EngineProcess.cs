using System.Net.Sockets;
using System.Runtime.InteropServices;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Engine;

/// <summary>The process behind the engine's socket.</summary>
public static class EngineProcess
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>Throws <see cref="ClusterUnavailableException"/> when no process listens.</summary>
    /// <returns>The pid; 0: this process cannot see it, because it is in a container with its own process list; null: the endpoint is not a
    /// socket of this machine. If systemd holds the socket, it is systemd's pid.</returns>
    public static int? Find(Uri endpoint)
    {
        if (endpoint.Scheme != "unix") return null;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(endpoint.LocalPath));
            // struct ucred: pid, uid, gid.
            Span<byte> credentials = stackalloc byte[3 * sizeof(int)];
            socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
            return MemoryMarshal.Read<int>(credentials);
        }
        catch (SocketException e)
        {
            throw new ClusterUnavailableException($"The container engine at {endpoint} cannot be reached: {e.Message}.", e);
        }
    }
}
