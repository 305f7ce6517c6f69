using System.Net.Sockets;

namespace ChaosService.Proxies;

/// <summary>Connects to the original destination of a connection. Throws <see cref="SocketException"/> when that is not possible.</summary>
internal delegate Task<Socket> Dial(CancellationToken cancellationToken);

/// <summary>Sits between clients and their destination, and manipulates their traffic.</summary>
internal interface IProxy : IAsyncDisposable
{
    /// <summary>
    /// Serves one connection to its end and disposes it. An error in a connection ends it and affects no other. When stopped, it resets
    /// both ends.
    /// </summary>
    /// <param name="onward">Null: the proxy itself answers in place of a server (an echo), so that its effect can be measured without a
    /// server.</param>
    Task ServeAsync(Socket client, Dial? onward, CancellationToken stop);
}
