using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Faults.Proxy.Listening;

/// <summary>
/// A connection from outside a node to its port, as a client makes one. The fault's proxy knows it and answers in the server's place, so
/// that nothing happens to the server.
/// </summary>
internal sealed class ProbeConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Arrivals _arrivals;
    private readonly IPEndPoint _from;

    private ProbeConnection(Socket socket, Arrivals arrivals)
    {
        (Socket, _arrivals) = (socket, arrivals);
        _from = (IPEndPoint)socket.LocalEndPoint!;
    }

    public Socket Socket { get; }

    /// <summary>Null: nobody took it, or no proxy did: it is then with the server itself, which was told nothing.</summary>
    public static async Task<ProbeConnection?> ConnectAsync(
        Link link, string faultId, Arrivals arrivals, TimeProvider time, CancellationToken cancellationToken)
    {
        Socket Open() => BoundTowards(link.Address);
        var socket = link.FromPid == 0 ? Open() : await NetworkNamespace.RunAsync(link.FromPid, Open);
        var probe = new ProbeConnection(socket, arrivals);
        arrivals.Expect(probe._from, new(probe._from.Address, faultId));
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(link.Address, either.Token);
            socket.NoDelay = true;
            while (arrivals.IsExpected(probe._from)) await Task.Delay(Pause, time, either.Token);
            return probe;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            probe.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    public void Dispose()
    {
        _arrivals.Forget(_from);
        Socket.Reset();
    }

    /// <summary>The end that a connection will come from is known before it is made: the kernel chooses the address by the route.</summary>
    private static Socket BoundTowards(IPEndPoint target)
    {
        using var route = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        route.Connect(target);
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(((IPEndPoint)route.LocalEndPoint!).Address, 0));
        return socket;
    }
}
