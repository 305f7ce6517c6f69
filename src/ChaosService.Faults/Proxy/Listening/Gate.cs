using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Model.Clusters;
using ChaosService.Proxies;
using ChaosService.Proxies.Tcp;

namespace ChaosService.Faults.Proxy.Listening;

/// <summary>
/// One fault's proxy in one node's network: it accepts the connections that the rules redirect to it and connects onward from inside the
/// node, where no rule is in its way. It is served by this process, and gone with it.
/// </summary>
internal sealed class Gate : IAsyncDisposable
{
    /// <summary>More wait in the kernel's own queue.</summary>
    private const int ConnectionsMax = 4096;

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(10);

    private readonly GateParts _parts;
    private readonly SocketMaker _maker;
    private readonly TcpProxy _plain;
    private readonly Socket[] _listeners;
    private readonly Task[] _accepting;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _room = new(ConnectionsMax);
    private readonly ConcurrentDictionary<long, Task> _serving = new();
    private long _accepted;
    private long _served;

    private Gate(NodeRuntime node, GateParts parts, SocketMaker maker, Socket[] listeners)
    {
        (Node, _parts, _maker, _listeners, _plain) = (node, parts, maker, listeners, TcpProxy.Plain(parts.Time));
        ToPort = ((IPEndPoint)listeners[0].LocalEndPoint!).Port;
        _accepting = [.. listeners.Select(AcceptAsync)];
    }

    /// <summary>As it was when the gate was opened; after a restart it has another network.</summary>
    public NodeRuntime Node { get; }

    /// <summary>Where it listens.</summary>
    public int ToPort { get; }

    public IProxy Proxy => _parts.Proxy;

    /// <summary>Connections of clients so far.</summary>
    public long Served => Volatile.Read(ref _served);

    public static async Task<Gate> OpenAsync(NodeRuntime node, GateParts parts, CancellationToken cancellationToken)
    {
        var maker = await SocketMaker.StartAsync(node.Pid);
        try
        {
            var v4 = await maker.MakeAsync(() => Listener(AddressFamily.InterNetwork, IPAddress.Any, 0), cancellationToken);
            var port = ((IPEndPoint)v4.LocalEndPoint!).Port;
            return new Gate(node, parts, maker, await V6Async(maker, port, cancellationToken) is { } v6 ? [v4, v6] : [v4]);
        }
        catch
        {
            maker.Dispose();
            throw;
        }
    }

    /// <summary>Resets every connection that goes through it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners) listener.Dispose();
        await Task.WhenAll(_accepting);
        // A connection that does not end is told by throwing, and must not keep the thread in the node's network as well.
        using var thread = _maker;
        await using var proxy = _parts.Proxy;
        await Task.WhenAll(_serving.Values).WaitAsync(EndPatience, _parts.Time);
        _stop.Dispose();
    }

    /// <summary>Null: a kernel or a node without IPv6.</summary>
    private static async Task<Socket?> V6Async(SocketMaker maker, int port, CancellationToken cancellationToken)
    {
        try
        {
            return await maker.MakeAsync(() => Listener(AddressFamily.InterNetworkV6, IPAddress.IPv6Any, port), cancellationToken);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable)
        {
            return null;
        }
    }

    private static Socket Listener(AddressFamily family, IPAddress any, int port)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6) socket.DualMode = false;
        if (port == 0) ListeningPort.Bind(socket, any);
        else socket.Bind(new IPEndPoint(any, port));
        socket.Listen(512);
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _room.WaitAsync(_stop.Token);
                var client = await listener.AcceptAsync(_stop.Token);
                var key = Interlocked.Increment(ref _accepted);
                var serving = ServeAsync(client);
                _serving[key] = serving;
                _ = ForgetAsync(key, serving);
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // The client went away while it waited, or this process has no room for another file just now.
                _room.Release();
                await Task.Delay(AcceptPause, _parts.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ForgetAsync(long key, Task serving)
    {
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _serving.TryRemove(key, out _);
        _room.Release();
    }

    private async Task ServeAsync(Socket client)
    {
        await Task.Yield();
        if (EndsOf(client) is not var (from, target))
        {
            client.Dispose();
            return;
        }
        var arrival = _parts.Arrivals.Take(from);
        if (arrival.Target is { } known) target = new(known, _parts.Port);
        Task<Socket> DialOn(CancellationToken stop) => DialAsync(target, arrival, stop);
        if (arrival.ProbeOf == _parts.FaultId)
        {
            await _parts.Proxy.ServeAsync(client, onward: null, _stop.Token);
        }
        else if (arrival.ProbeOf is not null)
        {
            await _plain.ServeAsync(client, DialOn, _stop.Token);
        }
        else
        {
            Interlocked.Increment(ref _served);
            await _parts.Proxy.ServeAsync(client, DialOn, _stop.Token);
        }
    }

    /// <summary>Null: it is gone already.</summary>
    private (IPEndPoint From, IPEndPoint Target)? EndsOf(Socket client)
    {
        try
        {
            return ((IPEndPoint)client.RemoteEndPoint!, new(OriginalDestination.AddressOf(client), _parts.Port));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>To the next proxy that is for this client, else to the server.</summary>
    private async Task<Socket> DialAsync(IPEndPoint target, Arrival arrival, CancellationToken stop)
    {
        var socket = await _maker.MakeAsync(() => new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp).Marked(), stop);
        try
        {
            if (_parts.Next(_parts.Outgoing ? target.Address : arrival.Client) is { } next)
            {
                // Both are in the node: its own address, to which the connection was going or from which it comes.
                var here = _parts.Outgoing ? arrival.Client : target.Address;
                socket.Bind(new IPEndPoint(here, 0));
                _parts.Arrivals.Expect((IPEndPoint)socket.LocalEndPoint!, arrival with { Target = target.Address });
                target = new(here, next);
            }
            await socket.ConnectAsync(target, stop);
            return socket;
        }
        catch
        {
            if (socket.LocalEndPoint is IPEndPoint own) _parts.Arrivals.Forget(own);
            socket.Dispose();
            throw;
        }
    }
}
