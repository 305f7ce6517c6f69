using System.Net.Sockets;

namespace ChaosService.Proxies.Http.Serving;

/// <summary>Peeks at the first bytes of a connection without consuming them.</summary>
internal static class FirstWords
{
    /// <summary>The wait for the rest of bytes that arrive in pieces.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits as long as both ends are silent. Throws when it is stopped, or the client's end is gone.</summary>
    /// <param name="server">Null: there is no server that could send first.</param>
    public static async Task<Protocol> OfAsync(Socket client, Socket? server, TimeProvider time, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var asked = OfClientAsync(client, time, over.Token);
        var greeted = server is null ? Task.Delay(Timeout.InfiniteTimeSpan, time, over.Token) : GreetsAsync(server, time, over.Token);
        var first = await Task.WhenAny(asked, greeted);
        await over.CancelAsync();
        await Task.WhenAll(asked, greeted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return first == greeted ? Protocol.Other : await asked;
    }

    private static async Task<Protocol> OfClientAsync(Socket client, TimeProvider time, CancellationToken stop)
    {
        var first = new byte[FirstBytes.Enough];
        for (var protocol = Protocol.Undecided; ; await Task.Delay(Pause, time, stop))
        {
            var count = await client.ReceiveAsync(first, SocketFlags.Peek, stop);
            if (count == 0) return Protocol.Other;
            protocol = FirstBytes.OfClient(first.AsSpan(0, count));
            if (protocol != Protocol.Undecided) return protocol;
        }
    }

    /// <summary>Returns when the server's first bytes cannot come from an HTTP server, or when it is gone.</summary>
    private static async Task GreetsAsync(Socket server, TimeProvider time, CancellationToken stop)
    {
        var first = new byte[FirstBytes.Enough];
        int count;
        while ((count = await server.ReceiveAsync(first, SocketFlags.Peek, stop)) is > 0 and < 9) await Task.Delay(Pause, time, stop);
        if (FirstBytes.IsGreetingOfHttp2(first.AsSpan(0, count))) await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
    }
}
