using System.Globalization;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.Actions.Http;

/// <summary>Sends a request to a node and checks the status and the body of the answer.</summary>
internal sealed class HttpKind : IActionKind
{
    private const string HeadersFix = "write 'headers: { Authorization: \"Bearer …\" }'";

    public string Name => "http";

    public string Summary => "a request to a node, answered with a status and a text in the body";

    public ActionParameters? Bind(MapReader reader)
    {
        var at = NodePort.Read(reader);
        var method = Method(reader);
        var path = Path(reader);
        var headers = Headers(reader);
        var body = reader.Text("body");
        var status = Status(reader);
        var contains = reader.Text("contains");
        if (at is null || method is null || path is null || headers is null || status is null) return null;
        return new HttpParameters(at.Node, at.Port, method, path, headers, body, status, contains);
    }

    public string DryRun(ActionParameters parameters)
    {
        var http = (HttpParameters)parameters;
        var body = http.Body is null ? "" : $" {http.Body}";
        return $"{HttpAction.Question(http)}{body}, answered by {HttpAction.Hoped(http)}";
    }

    public IAction Create(ActionParameters parameters, ICluster cluster) => new HttpAction((HttpParameters)parameters, cluster);

    private static string? Method(MapReader reader)
    {
        var method = reader.Text("method") ?? "GET";
        if (method.Length > 0 && method.All(char.IsAsciiLetterUpper)) return method;
        reader.Problems.Add(reader.PlaceOf("method"), "'method' is no method of HTTP", method, "write it in capitals, such as POST");
        return null;
    }

    private static string? Path(MapReader reader)
    {
        var path = reader.Text("path") ?? "/";
        if (path.StartsWith('/')) return path;
        reader.Problems.Add(reader.PlaceOf("path"), "'path' does not begin with '/'", path, $"write '/{path}'");
        return null;
    }

    private static Dictionary<string, string>? Headers(MapReader reader)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!reader.Has("headers")) return headers;
        if (reader.Node("headers") is not ConfigMap map)
        {
            reader.Problems.Add(reader.PlaceOf("headers"), "'headers' must be a map", null, HeadersFix);
            return null;
        }
        foreach (var entry in map.Entries)
        {
            if (entry.Value is ConfigScalar value && Fits(entry.Key, value.Text))
            {
                headers[entry.Key] = value.Text;
                continue;
            }
            reader.Problems.Add(
                entry.KeyPlace, "this is no header of HTTP", $"{entry.Key}: {(entry.Value as ConfigScalar)?.Text}", HeadersFix);
            return null;
        }
        return headers;
    }

    /// <summary>Whether a request accepts the header, so that none fails in the middle of a run.</summary>
    private static bool Fits(string name, string value)
    {
        using var request = new HttpRequestMessage { Content = new ByteArrayContent([]) };
        return HttpAction.TrySet(request, name, value);
    }

    /// <summary>One number, or a list of numbers. Null when the value is unusable.</summary>
    private static IReadOnlyList<int>? Status(MapReader reader)
    {
        if (!reader.Has("status")) return [];
        if (reader.Node("status") is not ConfigList list) return reader.Integer("status", 100, 599) is { } one ? [(int)one] : null;
        List<int> result = [];
        foreach (var item in list.Items)
        {
            if (item is ConfigScalar { Text: var text } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                && code is >= 100 and <= 599)
            {
                result.Add(code);
                continue;
            }
            reader.Problems.Add(item.Place, "this is no status of HTTP", (item as ConfigScalar)?.Text, "write numbers from 100 to 599");
            return null;
        }
        return result;
    }
}
