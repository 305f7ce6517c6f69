using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ChaosService.Web.Access.Limits;

/// <summary>The limits on the size and the duration of requests, all in one place.</summary>
internal static class RequestLimits
{
    public const int HeaderBytesMax = 16 << 10;
    public const int HeadersMax = 64;
    public const int RequestLineBytesMax = 8 << 10;

    /// <summary>A thousand watchers of one run, and enough for all other callers.</summary>
    public const int ConnectionsMax = 4096;

    /// <summary>Concurrent calls on one connection: a gRPC client uses one connection for all its watches.</summary>
    public const int StreamsMax = 1000;

    /// <summary>How long a connection may be idle.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(2);

    /// <summary>Kestrel's own minimum rates remain: they end connections that send nothing, and watchers that never read.</summary>
    public static void Apply(KestrelServerOptions kestrel, long bodyBytesMax)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = bodyBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        kestrel.Limits.MaxRequestHeaderCount = HeadersMax;
        kestrel.Limits.MaxRequestLineSize = RequestLineBytesMax;
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsMax;
        // Detects watchers that disappeared silently, as the comments in a stream of server-sent events do.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
