namespace ChaosService.Workloads.Clients;

/// <summary>How clients and probes talk to nodes over HTTP.</summary>
internal static class NodeHttp
{
    /// <summary>Directly to the named node, without a proxy or redirects. Every request has its own limit.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
