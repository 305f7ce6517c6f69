using System.Net;
using System.Text;
using System.Text.Json;
using ChaosService.Model.Clusters;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries;

/// <summary>
/// Talks to nodes by name over HTTP. A node that restarts under a new address gets a new connection pool. A request whose body it had begun
/// to send is never repeated: a write is sent once or not at all.
/// </summary>
internal sealed class TimeseriesGateway(ICluster cluster) : IDisposable
{
    public const string Database = "chaos";

    private readonly HttpClient _http = NodeHttp.NewClient();

    public bool Runs(string node) => cluster.EndPoint(node, NodePages.Port) is not null;

    /// <param name="partial">Whether valid lines are stored when others are not.</param>
    /// <exception cref="NodeDownException">The node is not running.</exception>
    /// <exception cref="TimeseriesErrorException">The node answers with an error; also whatever <see cref="HttpClient"/>
    /// throws.</exception>
    public async Task WriteAsync(string node, string lines, bool partial, CancellationToken limit)
    {
        using var content = new StringContent(lines, Encoding.UTF8, "text/plain");
        var path = $"write_lp?db={Database}&precision=nanosecond{(partial ? "" : "&accept_partial=false")}";
        using var response = await SendAsync(node, HttpMethod.Post, path, content, limit);
        if (response.StatusCode != HttpStatusCode.NoContent) throw await ErrorAsync(response, limit);
    }

    /// <summary>Extracts a result from the rows of the answer, an array; it is empty when the table does not exist yet.</summary>
    /// <exception cref="NodeDownException">The node is not running.</exception>
    /// <exception cref="TimeseriesErrorException">The node answers with an error; also whatever <see cref="HttpClient"/>
    /// throws.</exception>
    public async Task<T> QueryAsync<T>(string node, string sql, Func<JsonElement, T> take, CancellationToken limit)
    {
        var path = $"query_sql?db={Database}&format=json&q={Uri.EscapeDataString(sql)}";
        using var response = await SendAsync(node, HttpMethod.Get, path, null, limit);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotFound)) throw await ErrorAsync(response, limit);
        await using var body = response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadAsStreamAsync(limit)
            : new MemoryStream("[]"u8.ToArray());
        using var rows = await JsonDocument.ParseAsync(body, default, limit);
        return take(rows.RootElement);
    }

    /// <summary>A call of the management API.</summary>
    /// <param name="body">JSON; null: none.</param>
    /// <exception cref="NodeDownException">The node is not running.</exception>
    public async Task<(HttpStatusCode Status, string Body)> CallAsync(
        string node, HttpMethod method, string path, string? body, CancellationToken limit)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await SendAsync(node, method, path, content, limit);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(limit));
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        string node, HttpMethod method, string path, HttpContent? content, CancellationToken limit)
    {
        var endPoint = cluster.EndPoint(node, NodePages.Port) ?? throw new NodeDownException();
        using var request = new HttpRequestMessage(method, new Uri($"http://{endPoint}/api/v3/{path}")) { Content = content };
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
    }

    private static async Task<TimeseriesErrorException> ErrorAsync(HttpResponseMessage response, CancellationToken limit)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit);
            using var error = await JsonDocument.ParseAsync(body, default, limit);
            return new(response.StatusCode, error.RootElement.GetProperty("error").GetString() ?? "no message", LinesOf(error.RootElement));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new(response.StatusCode, "not JSON", []);
        }
    }

    private static IReadOnlyList<(int Line, string Error)> LinesOf(JsonElement error) =>
        error.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? [
                .. data.EnumerateArray().Select(l =>
                    (l.GetProperty("line_number").GetInt32(), l.GetProperty("error_message").GetString() ?? "no message")),
            ]
            : [];
}
