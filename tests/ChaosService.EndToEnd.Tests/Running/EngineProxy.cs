using System.Net.Sockets;

namespace ChaosService.EndToEnd.Tests.Running;

/// <summary>A Docker socket that a test can take away: forwards bytes to the real one until it is disposed.</summary>
internal sealed class EngineProxy : IAsyncDisposable
{
    private const string RealSocket = "/var/run/docker.sock";

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _open = [];
    private readonly Task _accepting;

    public EngineProxy(string socket)
    {
        Socket = socket;
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Socket { get; }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        _listener.Dispose();
        File.Delete(Socket);
        await _accepting;
        lock (_open)
            foreach (var socket in _open) socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await engine.ConnectAsync(new UnixDomainSocketEndPoint(RealSocket), _stop.Token);
                lock (_open) _open.AddRange([client, engine]);
                _ = ForwardAsync(client, engine);
                _ = ForwardAsync(engine, client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Disposed: the engine is gone.
        }
    }

    private async Task ForwardAsync(Socket from, Socket to)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
                await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // One side is gone; the other is closed with the proxy.
        }
    }
}
