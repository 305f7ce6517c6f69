using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChaosService.Proxies.Http.Serving;

/// <summary>Kestrel on connections that are handed over: it implements HTTP, and a delegate produces the answers.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    /// <summary>Concurrent calls on one HTTP/2 connection. A database's client has one for each watch and lease.</summary>
    private const int StreamsMax = 10_000;

    private const int HeadBytesMax = 256 << 10;

    /// <summary>Connections that end within this time end normally; the others are reset.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly HandoverTransport _transport = new();
    private readonly SocketConnectionContextFactory _sockets = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly KestrelServer _kestrel;
    private readonly TimeProvider _time;

    private HttpServer(TimeProvider time)
    {
        _time = time;
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            // Each byte maps to one character, so it is preserved whatever its encoding.
            RequestHeaderEncodingSelector = _ => Encoding.Latin1,
            ResponseHeaderEncodingSelector = _ => Encoding.Latin1,
        };
        LiftLimits(options.Limits);
        Listen(options, _transport.Http1, HttpProtocols.Http1);
        Listen(options, _transport.Http2, HttpProtocols.Http2);
        _kestrel = new KestrelServer(Options.Create(options), _transport, NullLoggerFactory.Instance);
    }

    /// <param name="answer">Answers a request whose connection has a <see cref="ProxiedConnection"/>.</param>
    public static async Task<HttpServer> StartAsync(RequestDelegate answer, TimeProvider time)
    {
        var server = new HttpServer(time);
        await server._kestrel.StartAsync(new Application(answer), CancellationToken.None);
        return server;
    }

    /// <summary>Returns when the connection has ended; it is closed then. When stopped, it is reset.</summary>
    public async Task ServeAsync(Socket client, Protocol protocol, HttpMessageInvoker onward, CancellationToken stop)
    {
        client.NoDelay = true;
        var context = _sockets.Create(client);
        var connection = new ProxiedConnection(context, onward);
        context.Features.Set(connection);
        var listener = protocol == Protocol.Http2 ? _transport.Http2 : _transport.Http1;
        if (!listener.TryHandOver(context))
        {
            connection.Reset();
            await context.DisposeAsync();
            return;
        }
        await using (stop.Register(connection.Reset)) await connection.Ended;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(EndPatience, _time);
        await _kestrel.StopAsync(patience.Token);
        _kestrel.Dispose();
        _sockets.Dispose();
    }

    /// <summary>The client and the server decide how long requests take and how large they are.</summary>
    private static void LiftLimits(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = limits.RequestHeadersTimeout = TimeSpan.FromDays(1);
        limits.MaxRequestLineSize = limits.MaxRequestHeadersTotalSize = limits.Http2.MaxRequestHeaderFieldSize = HeadBytesMax;
        limits.MaxRequestHeaderCount = 1000;
        limits.Http2.MaxStreamsPerConnection = StreamsMax;
        limits.Http2.InitialConnectionWindowSize = 4 << 20;
        limits.Http2.InitialStreamWindowSize = 1 << 20;
    }

    private static void Listen(KestrelServerOptions options, HandoverListener listener, HttpProtocols protocol) =>
        options.Listen(listener.EndPoint, listen =>
        {
            listen.Protocols = protocol;
            listen.Use(serve => connection => connection.Features.Get<ProxiedConnection>()!.RunAsync(serve));
        });

    private sealed class Application(RequestDelegate answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => answer(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // Nothing of a request outlives it here.
        }
    }
}
