using System.Net.Sockets;
using System.Runtime.InteropServices;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Engine;

/// <summary>The process behind the engine's socket.</summary>
public static class EngineProcess
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>Throws <see cref="ClusterUnavailableException"/> when nobody listens.</summary>
    /// <returns>
    /// The pid; 0: this process cannot see it, being in a container with a process list of its own; null: the endpoint is no socket of
    /// this machine. Where systemd holds the socket, it is systemd.
    /// </returns>
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
