using System.Globalization;
using System.Text;
using ChaosService.Model.Randomness;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ChaosService.Tests.Web.Hostile;

/// <summary>
/// Requests to the endpoints that the service has, each with something wrong in one or more places. The same seed gives the same ones.
/// </summary>
internal sealed class HostileRequests(IReadOnlyList<RouteEndpoint> endpoints, SeededRandom random, IReadOnlyList<string> knownIds)
{
    private static readonly string[] OtherMethods =
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW", "get", "CONNECTED"];

    public HostileRequest Next()
    {
        var endpoint = Pick(endpoints);
        var (path, noHttp) = Address(endpoint.RoutePattern);
        var method = Chance(0.8) ? Pick(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]) : Pick(OtherMethods);
        List<string> headers = ["Connection: close"];
        if (!Chance(0.03)) headers.Add(Chance(0.95) ? "Host: 127.0.0.1" : "Host: localhost:1");
        var version = Chance(0.97) ? "1.1" : Pick(["1.0", "1.0", "0.9", "3.7"]);
        noHttp |= version is "0.9" or "3.7" || headers.Count < 2;
        for (var i = random.Next(4) - 1; i > 0; i--)
        {
            var (header, breaks) = Pick(HostileValues.Headers);
            headers.Add(header);
            noHttp |= breaks || header.StartsWith("Upgrade", StringComparison.Ordinal);
        }
        var body = method is "GET" or "HEAD" && Chance(0.9) ? null : Pick(HostileValues.Bodies);
        var (framing, payload, brokenFraming) = Frame(body);
        headers.AddRange(framing);
        noHttp |= brokenFraming;
        var head = Encoding.Latin1.GetBytes($"{method} {path} HTTP/{version}\r\n{string.Join("\r\n", headers)}\r\n\r\n");
        return new HostileRequest(endpoint.RoutePattern.RawText!, method, [.. head, .. payload], noHttp);
    }

    private (string Path, bool NoHttp) Address(RoutePattern route)
    {
        var (text, noHttp) = (new StringBuilder(), false);
        foreach (var segment in route.PathSegments)
        {
            text.Append('/');
            foreach (var part in segment.Parts)
            {
                if (part is RoutePatternLiteralPart literal) text.Append(literal.Content);
                if (part is RoutePatternSeparatorPart separator) text.Append(separator.Content);
                if (part is not RoutePatternParameterPart) continue;
                var (value, breaks) = Chance(0.3) ? (Pick(knownIds), false) : Pick(HostileValues.PathParts);
                text.Append(value);
                noHttp |= breaks;
            }
        }
        if (text.Length == 0) text.Append('/');
        if (Chance(0.05)) text.Append(Pick(["/", "//", "/..", "/%2e%2e/x", ".json", "?", "#x"]));
        var query = Pick(HostileValues.Queries);
        // Any octet may stand in a query but for controls and blanks.
        return (text.Append(query).ToString(), noHttp || query.Any(char.IsControl) || query.Contains('#', StringComparison.Ordinal)
            || text.ToString().Contains('#', StringComparison.Ordinal));
    }

    private (IReadOnlyList<string> Headers, byte[] Payload, bool Broken) Frame(byte[]? body)
    {
        if (body is null) return ([], [], false);
        List<string> headers = Pick(HostileValues.Types) is { Length: > 0 } type ? [$"Content-Type: {type}"] : [];
        var roll = random.NextDouble();
        if (roll < 0.85)
        {
            headers.Add(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"));
            return (headers, body, false);
        }
        if (roll < 0.95)
        {
            headers.Add("Transfer-Encoding: chunked");
            return (headers, [
                .. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. body.Length == 0 ? "\r\n"u8 : "\r\n0\r\n\r\n"u8,
            ], false);
        }
        headers.Add("Transfer-Encoding: chunked");
        return (headers, [.. "zz\r\n"u8, .. body], true);
    }

    private bool Chance(double probability) => random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
