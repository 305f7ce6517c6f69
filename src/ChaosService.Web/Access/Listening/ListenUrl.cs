using System.Globalization;
using System.Net;

namespace ChaosService.Web.Access.Listening;

/// <summary>One address to listen on, as interpreted by Kestrel: <c>*</c> and every name but localhost mean all addresses.</summary>
internal sealed record ListenUrl(bool IsHttps, string Host)
{
    /// <summary>127.0.0.0/8, [::1] and localhost.</summary>
    public bool IsLoopback =>
        Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Null when it is not of the form <c>http://HOST:PORT</c> or <c>https://HOST:PORT</c>.</summary>
    public static ListenUrl? Parse(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || url[..scheme].ToLowerInvariant() is not ("http" or "https")) return null;
        var rest = url[(scheme + 3)..].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || rest.Contains('/') || (rest[..colon].Contains(':') && !(rest.StartsWith('[') && rest[colon - 1] == ']')))
            return null;
        return ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new ListenUrl(url[..scheme].Equals("https", StringComparison.OrdinalIgnoreCase), rest[..colon])
            : null;
    }
}
