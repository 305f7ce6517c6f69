using System.Net.Sockets;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Http.Forwarding;
using ChaosService.Proxies.Http.Serving;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Http;

/// <summary>
/// Reads HTTP/1.1 and HTTP/2 and manipulates some of the calls. What it cannot read (TLS, other protocols) is passed on unchanged.
/// </summary>
internal sealed class HttpProxy(CallFault fault, Tally tally, TimeProvider time) : IProxy
{
    private readonly TcpProxy _plain = TcpProxy.Plain(time);
    private readonly Lazy<Task<HttpServer>> _server = new(() => HttpServer.StartAsync(Forwarder.New(time).AnswerAsync, time));

    public async Task ServeAsync(Socket client, Dial? onward, CancellationToken stop)
    {
        if (onward is null)
        {
            await AnswerAsync(client, stop);
            return;
        }
        if (await onward.TryAsync(stop) is not { } server)
        {
            client.Reset();
            return;
        }
        try
        {
            await ServeAsync(client, server, onward, stop);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            client.Reset();
            server.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated) await (await _server.Value).DisposeAsync();
    }

    private async Task ServeAsync(Socket client, Socket server, Dial onward, CancellationToken stop)
    {
        var protocol = await FirstWords.OfAsync(client, server, time, stop);
        if (protocol is Protocol.Http1 or Protocol.Http2)
        {
            server.NoDelay = true;
            using var connections = new ServerConnections(server, onward);
            await using var end = stop.Register(connections.Reset);
            await CarryAsync(client, protocol, connections.NewHandler(), tally, request => fault.Matches(request) && tally.Take(), stop);
            return;
        }
        if (protocol == Protocol.Tls) tally.CountTls();
        else tally.CountOther();
        await _plain.ServeAsync(client, _ => Task.FromResult(server), stop);
    }

    /// <summary>In place of the server: a fault measures itself, and applies to every call.</summary>
    private async Task AnswerAsync(Socket client, CancellationToken stop)
    {
        try
        {
            var protocol = await FirstWords.OfAsync(client, server: null, time, stop);
            await CarryAsync(client, protocol, new EchoHandler(), new Tally(new Choice(), seed: 0), _ => true, stop);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            client.Reset();
        }
    }

    private async Task CarryAsync(
        Socket client, Protocol protocol, HttpMessageHandler server, Tally counted, Func<HttpRequestMessage, bool> isChosen,
        CancellationToken stop)
    {
        using var onward = new HttpMessageInvoker(new FaultHandler(fault, isChosen, counted, time, server));
        await (await _server.Value).ServeAsync(client, protocol, onward, stop);
    }
}
