using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Network.Ports;

/// <summary>
/// A few ports of a node that are all taken, and are the only ones that the kernel chooses from. The sockets are this process's, and free
/// again when it is gone; the range then is still a narrow one.
/// </summary>
internal sealed class HeldPorts : IDisposable
{
    /// <summary>Nobody else's range is this narrow, so it identifies ours.</summary>
    public const int Width = 64;

    private readonly List<Socket> _sockets = [];

    private HeldPorts(PortRange range) => Range = range;

    public PortRange Range { get; }

    /// <summary>First the ports, then the range. Throws when no block of them is free.</summary>
    public static async Task<HeldPorts> TakeAsync(int pid, PortRange found)
    {
        var held = await NetworkNamespace.RunAsync(pid, () => Take(found)) ?? throw new InvalidOperationException(
            $"Of the ports {found} of process {pid} no {Width} in a row are free, so they cannot be taken.");
        try
        {
            await PortRange.WriteAsync(pid, held.Range);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
        _sockets.Clear();
    }

    /// <summary>From the top, where the kernel comes last.</summary>
    private static HeldPorts? Take(PortRange found)
    {
        for (var first = found.Last - Width + 1; first >= found.First; first -= Width)
        {
            var held = new HeldPorts(new(first, first + Width - 1));
            if (held.TryBind()) return held;
            held.Dispose();
        }
        return null;
    }

    /// <summary>
    /// A port that a socket was bound to is never chosen for a connection, whatever its other end. One that a connection has already may
    /// be, and cannot be bound.
    /// </summary>
    private bool TryBind()
    {
        for (var port = Range.First; port <= Range.Last; port++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                return false;
            }
        }
        return true;
    }
}
