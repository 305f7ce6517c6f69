using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ChaosService.Host.Access.Limits;

/// <summary>How large a request may be and how long it may take, all in one place.</summary>
internal static class RequestLimits
{
    public const int HeaderBytesMax = 16 << 10;
    public const int HeadersMax = 64;
    public const int RequestLineBytesMax = 8 << 10;

    /// <summary>A thousand watchers of one run, and room for everybody else.</summary>
    public const int ConnectionsMax = 4096;

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
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }
}
