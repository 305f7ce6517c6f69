namespace ChaosService.Workloads.Clients;

/// <summary>How clients and probes speak to nodes over HTTP.</summary>
internal static class NodeHttp
{
    /// <summary>Straight to the node that is named, without a proxy or a redirect. Every request brings its own limit.</summary>
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
