using System.Net;
using System.Threading.Channels;
using ChaosService.Web.Access.Limits;
using Microsoft.AspNetCore.Connections;

namespace ChaosService.Web.Access.Listening.Http2;

/// <summary>A Kestrel transport whose connections are not accepted but handed over.</summary>
internal sealed class HandoverListener : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    /// <summary>Kestrel takes them at once; there are never more than the maximum number of connections.</summary>
    private readonly Channel<ConnectionContext> _handedOver = Channel.CreateBounded<ConnectionContext>(RequestLimits.ConnectionsMax);

    public EndPoint EndPoint { get; private set; } = new HandoverEndPoint();

    public bool CanBind(EndPoint endpoint) => endpoint is HandoverEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    /// <summary>False: the service stops, or there is no room; the connection must then be closed.</summary>
    public bool TryHandOver(ConnectionContext connection) => _handedOver.Writer.TryWrite(connection);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _handedOver.Reader.WaitToReadAsync(cancellationToken))
            if (_handedOver.Reader.TryRead(out var connection)) return connection;
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _handedOver.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
