using System.Net;
using System.Net.Sockets;

namespace ChaosService.Benchmarks.Proxies;

/// <summary>What is behind a proxy: the first byte of a connection says what becomes of the others.</summary>
internal sealed class CountingServer : IAsyncDisposable
{
    public const byte Swallow = 1;
    public const byte Echo = 2;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Task _accepting;
    private long _received;

    public CountingServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Bytes that were swallowed.</summary>
    public long Received => Volatile.Read(ref _received);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        using var client = accepted;
        client.NoDelay = true;
        var buffer = new byte[256 << 10];
        try
        {
            if (await client.ReceiveAsync(buffer.AsMemory(0, 1)) == 0) return;
            var echoes = buffer[0] == Echo;
            for (int count; (count = await client.ReceiveAsync(buffer)) > 0;)
            {
                if (echoes) await client.SendAsync(buffer.AsMemory(0, count));
                else Interlocked.Add(ref _received, count);
            }
        }
        catch (SocketException)
        {
            // A measurement ended.
        }
    }
}
