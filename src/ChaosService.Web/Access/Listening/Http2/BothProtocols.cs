using System.Net;
using ChaosService.Web.Access.Limits;
using ChaosService.Web.Access.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Web.Access.Listening.Http2;

/// <summary>
/// HTTP/1.1 and HTTP/2 on one port. With TLS the handshake negotiates one of them. Without TLS Kestrel would only speak HTTP/1.1, and gRPC
/// clients, which start with HTTP/2, would need a separate port with separate access rules. So the first bytes decide, and a connection
/// that starts with HTTP/2 is handed over to a Kestrel listener for HTTP/2.
/// </summary>
internal sealed class BothProtocols(HandoverListener http2, TimeProvider time)
{
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate http1)
    {
        switch (await FirstProtocolAsync(connection))
        {
            case Protocol.Http1:
                await http1(connection);
                break;
            case Protocol.Http2:
                var handedOver = new HandedOverConnection(connection);
                if (http2.TryHandOver(handedOver)) await handedOver.Ended;
                break;
        }
    }

    /// <summary>Consumes nothing of the input. Undecided: the client sent nothing in time, is gone, or the service stops.</summary>
    private async Task<Protocol> FirstProtocolAsync(ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(RequestLimits.KeepAlive, time);
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, closing, connection.ConnectionClosed);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(ended.Token);
                var protocol = FirstBytes.Tell(read.Buffer);
                var told = protocol != Protocol.Undecided || read.IsCompleted;
                input.AdvanceTo(read.Buffer.Start, told ? read.Buffer.Start : read.Buffer.End);
                if (told) return protocol;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // There is no client to answer, and no request.
            return Protocol.Undecided;
        }
    }
}

internal static class BothProtocolsOfKestrel
{
    public static IServiceCollection AddHandover(this IServiceCollection services) =>
        services.AddSingleton<HandoverListener>().AddSingleton<IConnectionListenerFactory>(p => p.GetRequiredService<HandoverListener>())
            .AddSingleton<BothProtocols>();

    /// <param name="tls">Null: http.</param>
    public static void ListenForHttp1And2(this KestrelServerOptions kestrel, IPEndPoint address, ServerCertificate? tls)
    {
        kestrel.Listen(address, listen =>
        {
            if (tls is not null)
            {
                tls.ApplyTo(listen);
                return;
            }
            listen.Protocols = HttpProtocols.Http1;
            var both = kestrel.ApplicationServices.GetRequiredService<BothProtocols>();
            listen.Use(http1 => connection => both.ServeAsync(connection, http1));
        });
        if (tls is null) kestrel.Listen(new HandoverEndPoint(), listen => listen.Protocols = HttpProtocols.Http2);
    }
}
