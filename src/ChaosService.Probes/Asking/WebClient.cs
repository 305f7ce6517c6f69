namespace ChaosService.Probes.Asking;

/// <summary>A client that sends one request over its own connection: a kept connection would hide that new ones fail.</summary>
internal static class WebClient
{
    /// <summary>A longer answer is not examined.</summary>
    public const int BodyMax = 1 << 20;

    /// <summary>Its requests have no timeout of their own: they end by their token.</summary>
    public static HttpClient Create()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false, UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero,
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = BodyMax };
    }

    /// <summary>The innermost reason is the most informative.</summary>
    public static string Why(HttpRequestException e) => (e.InnerException ?? e).Message;
}
