namespace ChaosService.Web.Access.Listening;

/// <summary>
/// Where the service may listen: on loopback without conditions; elsewhere only with tokens and TLS, or with an explicit option. Pure.
/// </summary>
internal static class ListenRules
{
    public const string UrlFix = "write http://HOST:PORT or https://HOST:PORT, such as http://127.0.0.1:7400";

    /// <returns>Every reason not to start, a sentence each including the fix; none: start.</returns>
    public static IReadOnlyList<string> Validate(ListenRequest request) =>
    [
        .. request.Urls.Count == 0 ? [$"no address to listen on; {UrlFix}"] : request.Urls.SelectMany(u => Address(u, request)),
        .. request is { RequireTokens: true, HasTokens: false }
            ? ["tokens are required and there are none; make one with 'chaosctl tokens create --name NAME --role admin'"]
            : Array.Empty<string>(),
    ];

    private static IEnumerable<string> Address(string text, ListenRequest request)
    {
        if (ListenUrl.Parse(text) is not { } url)
        {
            yield return $"{text}: not an address to listen on; {UrlFix}";
            yield break;
        }
        if (url.IsHttps && !request.HasCertificate) yield return $"{text}: https needs a certificate; name one with --tls-certificate";
        if (url.IsLoopback || request.Insecure) yield break;
        if (request is { HasTokens: false, RequireTokens: false })
            yield return $"{text}: everybody who can reach this address could break the clusters; make a token with 'chaosctl tokens "
                + $"create --name NAME --role admin', or accept that with --insecure";
        if (!url.IsHttps)
            yield return $"{text}: tokens and results would cross the network unencrypted; speak https (--tls-certificate, --tls-key), or "
                + $"accept that with --insecure";
    }
}
