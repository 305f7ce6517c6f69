using System.Net;
using System.Text;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;

namespace ChaosService.Workloads.Actions.Http;

/// <summary>
/// One request. Its outcome follows the rule for every op: a request that certainly was not sent is a fail, one that may have been sent is
/// unknown until an answer decides.
/// </summary>
internal sealed class HttpAction(HttpParameters parameters, ICluster cluster) : IAction
{
    /// <summary>A longer answer is not examined.</summary>
    private const int BodyMax = 1 << 20;

    /// <summary>The length to which an unexpected answer is cut in the evidence.</summary>
    private const int Shown = 200;

    public static string Question(HttpParameters http) => $"{http.Method} http://{http.Node}:{http.Port}{http.Path}";

    /// <summary>Describes the expected status and text.</summary>
    public static string Hoped(HttpParameters http) =>
        (http.Status.Count == 0 ? "2xx" : string.Join(" or ", http.Status)) + (http.Contains is { } text ? $" with '{text}'" : "");

    public static bool TrySet(HttpRequestMessage request, string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n')) return false;
        try
        {
            if (request.Headers.TryAddWithoutValidation(name, value)) return true;
            if (request.Content is not { } content) return false;
            content.Headers.Remove(name);
            return content.Headers.TryAddWithoutValidation(name, value);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public async Task<ActionAnswer> ActAsync(CancellationToken limit)
    {
        var question = Question(parameters);
        if (cluster.EndPoint(parameters.Node, parameters.Port) is not { } address)
            return new(OpType.Fail, $"{question}: {parameters.Node} does not run");
        var connection = new OneConnection();
        using var client = connection.Client(BodyMax);
        try
        {
            using var request = Request(address);
            using var response = await client.SendAsync(request, limit);
            return Judge(question, (int)response.StatusCode, await response.Content.ReadAsStringAsync(limit));
        }
        catch (HttpRequestException e)
        {
            // Without a connection nothing was sent. After any other failure something may have been.
            return new(connection.Made ? OpType.Info : OpType.Fail, $"{question}: {(e.InnerException ?? e).Message}");
        }
    }

    private HttpRequestMessage Request(IPEndPoint address)
    {
        var request = new HttpRequestMessage(new HttpMethod(parameters.Method), new Uri($"http://{address}{parameters.Path}"));
        if (parameters.Body is { } body) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in parameters.Headers) TrySet(request, name, value);
        return request;
    }

    private ActionAnswer Judge(string question, int status, string body)
    {
        var hoped = parameters.Status.Count == 0 ? status is >= 200 and < 300 : parameters.Status.Contains(status);
        if (!hoped) return new(OpType.Fail, $"{question} answered {status}, not {Hoped(parameters)}{Said(body)}");
        if (parameters.Contains is not { } wanted) return new(OpType.Ok, $"{question} answered {status}");
        return body.Contains(wanted, StringComparison.Ordinal)
            ? new(OpType.Ok, $"{question} answered {status} with '{wanted}'")
            : new(OpType.Fail, $"{question} answered {status} without '{wanted}'{Said(body)}");
    }

    private static string Said(string body)
    {
        var line = string.Concat(body.Trim().Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length == 0 ? "" : $": {(line.Length > Shown ? $"{line[..Shown]}…" : line)}";
    }
}
