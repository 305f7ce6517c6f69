using System.Net;
using System.Net.Sockets;

namespace ChaosService.Browser.Tests.Running;

/// <summary>
/// A way to the service that a test can cut and join again: connections over it break off, new ones are closed at once meanwhile.
/// </summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HashSet<TcpClient> _open = [];
    private readonly int _port;
    private readonly Task _accepting;
    private bool _cut;

    /// <param name="service">Where it leads.</param>
    public Cable(Uri service)
    {
        _port = service.Port;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How many connections were refused while it was cut.</summary>
    public int Refused { get; private set; }

    public void Cut()
    {
        lock (_gate)
        {
            _cut = true;
            foreach (var client in _open) client.Dispose();
            _open.Clear();
        }
    }

    public void Join()
    {
        lock (_gate) _cut = false;
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over: the listener was closed.
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        if (!Take(near, far)) return;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or one end went away: the other one is told by closing it.
        }
        lock (_gate)
        {
            _open.Remove(near);
            _open.Remove(far);
        }
        near.Dispose();
    }

    private bool Take(TcpClient near, TcpClient far)
    {
        lock (_gate)
        {
            if (!_cut) return _open.Add(near) | _open.Add(far);
            Refused++;
            near.Dispose();
            return false;
        }
    }
}
