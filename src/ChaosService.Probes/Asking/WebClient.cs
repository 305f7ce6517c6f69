namespace ChaosService.Probes.Asking;

/// <summary>A client that asks once and over a connection of its own: what is kept open would hide that nobody gets in any more.</summary>
internal static class WebClient
{
    /// <summary>More of an answer is not looked at.</summary>
    public const int BodyMax = 1 << 20;

    /// <summary>Its requests end by their token.</summary>
    public static HttpClient Create()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false, UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero,
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = BodyMax };
    }

    /// <summary>The innermost reason is the one that says something.</summary>
    public static string Why(HttpRequestException e) => (e.InnerException ?? e).Message;
}
