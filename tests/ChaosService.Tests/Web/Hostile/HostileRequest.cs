using System.Text;

namespace ChaosService.Tests.Web.Hostile;

/// <param name="Route">Of the endpoint that is meant.</param>
/// <param name="Bytes">As they are sent.</param>
/// <param name="NoHttp">It breaks the rules of HTTP itself: the server may refuse it without a body, before the service sees it.</param>
internal sealed record HostileRequest(string Route, string Method, byte[] Bytes, bool NoHttp)
{
    /// <summary>For people, whose refusals are pages.</summary>
    public bool IsPage =>
        !Route.StartsWith("/api/", StringComparison.Ordinal) && Route is not ("/healthz" or "/readyz" or "/openapi/v1.json");

    /// <summary>What a caller wrote is no secret of ours when it comes back.</summary>
    public bool Says(string text) => Encoding.Latin1.GetString(Bytes).Contains(text, StringComparison.Ordinal);

    /// <summary>The first line and headers, cut to what a person reads.</summary>
    public override string ToString()
    {
        var text = Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 600)));
        return text.Replace("\r\n", " ⏎ ", StringComparison.Ordinal);
    }
}
