using System.Net.Sockets;

namespace ChaosService.Proxies;

/// <summary>Connects to where a connection was going. Throws <see cref="SocketException"/> when nobody takes it there.</summary>
internal delegate Task<Socket> Dial(CancellationToken cancellationToken);

/// <summary>Stands between those who connect and what they wanted to reach, and does something to what they say to each other.</summary>
internal interface IProxy : IAsyncDisposable
{
    /// <summary>
    /// Serves one connection to its end and disposes it. What goes wrong with a connection ends it and is nobody else's. Stopped, it resets
    /// both ends.
    /// </summary>
    /// <param name="onward">
    /// Null: the proxy answers by itself what a server would have said (an echo), so that what it does can be measured with no server.
    /// </param>
    Task ServeAsync(Socket client, Dial? onward, CancellationToken stop);
}
