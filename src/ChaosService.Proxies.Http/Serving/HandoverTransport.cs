using System.Net;
using Microsoft.AspNetCore.Connections;

namespace ChaosService.Proxies.Http.Serving;

/// <summary>
/// A Kestrel transport for connections that are handed over. Without TLS a Kestrel listener only speaks one version of HTTP, so there are
/// two.
/// </summary>
internal sealed class HandoverTransport : IConnectionListenerFactory
{
    public HandoverListener Http1 { get; } = new("http1");

    public HandoverListener Http2 { get; } = new("http2");

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(endpoint == Http2.EndPoint ? Http2 : Http1);
}
