using System.Net.Sockets;

namespace ChaosService.Workloads.Actions.Http;

/// <summary>
/// The only connection of one request. An HTTP library resends a request whose connection was closed before an answer; an operator's action
/// must not be repeated unnoticed.
/// </summary>
internal sealed class OneConnection
{
    /// <summary>Once true, something may have been sent.</summary>
    public bool Made { get; private set; }

    /// <summary>Its requests have no timeout of their own: they end by their token.</summary>
    public HttpClient Client(int bodyMax)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectCallback = ConnectAsync,
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = bodyMax };
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        if (Made) throw new IOException("the connection was closed before an answer");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, stop);
            Made = true;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
