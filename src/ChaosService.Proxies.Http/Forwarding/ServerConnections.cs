using System.Net.Sockets;
using System.Text;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Http.Forwarding;

/// <summary>One client's connections to the server: the first, and more if its requests need them.</summary>
internal sealed class ServerConnections(Socket first, Dial dial) : IDisposable
{
    private readonly List<Socket> _all = [first];
    private Socket? _unused = first;

    /// <summary>Changes no traffic, and follows no redirects.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ConnectCallback = async (_, stop) => new NetworkStream(await NextAsync(stop), ownsSocket: true),
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        UseCookies = false,
        UseProxy = false,
    };

    /// <summary>Notifies the server at once that the client is gone.</summary>
    public void Reset()
    {
        lock (_all)
            foreach (var socket in _all) ResetUnlessOver(socket);
    }

    /// <summary>The client is gone, and may never have sent a request.</summary>
    public void Dispose()
    {
        lock (_all)
            foreach (var socket in _all) socket.Dispose();
    }

    private static void ResetUnlessOver(Socket socket)
    {
        try
        {
            socket.Reset();
        }
        catch (ObjectDisposedException)
        {
            // Its owner disposed it first.
        }
    }

    private async Task<Socket> NextAsync(CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _unused, null) is { } made) return made;
        var socket = await dial(stop);
        socket.NoDelay = true;
        lock (_all)
        {
            _all.RemoveAll(s => s.SafeHandle.IsClosed);
            _all.Add(socket);
        }
        return socket;
    }
}
