using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace ChaosService.Proxies.Http.Serving;

/// <summary>Passes connections that a gate accepted to Kestrel. Nobody can connect to it.</summary>
internal sealed class HandoverListener(string protocol) : IConnectionListener
{
    /// <summary>Kestrel takes them at once; a gate has fewer connections.</summary>
    private const int WaitingMax = 4096;

    private readonly Channel<ConnectionContext> _handedOver = Channel.CreateBounded<ConnectionContext>(WaitingMax);

    public EndPoint EndPoint { get; } = new HandoverEndPoint(protocol);

    /// <summary>False: the proxy ends, or there is no room; the connection must then be closed.</summary>
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

    private sealed class HandoverEndPoint(string protocol) : EndPoint
    {
        public override string ToString() => protocol;
    }
}
