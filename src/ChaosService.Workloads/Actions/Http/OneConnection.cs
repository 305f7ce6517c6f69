using System.Net.Sockets;

namespace ChaosService.Workloads.Actions.Http;

/// <summary>
/// The one connection of one request. A library's client sends a request again whose connection was closed before an answer; what an
/// operator does must not be done twice without anybody knowing.
/// </summary>
internal sealed class OneConnection
{
    /// <summary>From then on something may have been sent.</summary>
    public bool Made { get; private set; }

    /// <summary>Its requests end by their token.</summary>
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
