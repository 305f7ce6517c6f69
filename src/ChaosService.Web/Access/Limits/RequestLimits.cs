using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ChaosService.Web.Access.Limits;

/// <summary>How large a request may be and how long it may take, all in one place.</summary>
internal static class RequestLimits
{
    public const int HeaderBytesMax = 16 << 10;
    public const int HeadersMax = 64;
    public const int RequestLineBytesMax = 8 << 10;

    /// <summary>A thousand watchers of one run, and room for everybody else.</summary>
    public const int ConnectionsMax = 4096;

    /// <summary>Calls at a time on one connection: a gRPC client has one for all that it watches.</summary>
    public const int StreamsMax = 1000;

    /// <summary>How long a connection may say nothing.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(2);

    /// <summary>Kestrel's own minimum rates stay: they end connections that send nothing, and watchers that never read.</summary>
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
        // A watcher that is gone without a word is noticed, as it is by the comments in a stream of server-sent events.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
