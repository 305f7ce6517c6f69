using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Proxies;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ChaosService.Tests.Proxies.Http;

/// <summary>A real server of HTTP on the loopback, and a proxy before it.</summary>
internal sealed class ProxiedServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpProxy _proxy;
    private readonly Socket _gate = Listener();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _serving = [];
    private readonly Task _accepting;

    private ProxiedServer(WebApplication server, CallFault fault, Tally tally)
    {
        (_server, Tally, _proxy) = (server, tally, new HttpProxy(fault, tally, TimeProvider.System));
        _accepting = AcceptAsync(new IPEndPoint(IPAddress.Loopback, new Uri(server.Urls.First()).Port));
    }

    public Tally Tally { get; }

    public IPEndPoint Address => (IPEndPoint)_gate.LocalEndPoint!;

    /// <summary>Connections that clients made.</summary>
    public int Accepted => _serving.Count;

    /// <summary>Connections that were dialled to the server.</summary>
    public int Dialled { get; private set; }

    public static async Task<ProxiedServer> StartAsync(
        CallFault fault, HttpProtocols protocols, RequestDelegate answer, Choice? which = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.RequestHeaderEncodingSelector = k.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            k.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return new(server, fault, new Tally(which ?? new(), seed: 1));
    }

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Address);
        return socket;
    }

    /// <summary>On a connection of its own.</summary>
    public async Task<CallAnswer> AskAsync(HttpRequestMessage request)
    {
        using var socket = await ConnectAsync();
        return await CallQuestion.AskAsync(socket, request, Wait.Limit, TimeProvider.System, default);
    }

    /// <summary>As a gate does when the fault ends.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_serving).WaitAsync(Wait.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        _gate.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(IPEndPoint server)
    {
        try
        {
            while (true)
            {
                var client = await _gate.AcceptAsync(_stop.Token);
                _serving.Add(_proxy.ServeAsync(client, stop => DialAsync(server, stop), _stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<Socket> DialAsync(IPEndPoint server, CancellationToken stop)
    {
        Dialled++;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, stop);
        return socket;
    }

    private static Socket Listener()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }
}
