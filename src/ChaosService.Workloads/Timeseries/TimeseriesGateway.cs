using System.Net;
using System.Text;
using System.Text.Json;
using ChaosService.Model.Clusters;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Timeseries;

/// <summary>
/// Speaks to nodes by name over HTTP. A node that restarts under a new address gets a new pool of connections. A request whose body it had
/// begun to send is never repeated: a write is sent once or not at all.
/// </summary>
internal sealed class TimeseriesGateway(ICluster cluster) : IDisposable
{
    private const int Port = 8181;
    private const string Database = "chaos";

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    })
    {
        // Every request brings its own limit.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <exception cref="NodeDownException">The node does not run.</exception>
    /// <exception cref="TimeseriesErrorException">It answers with an error; also whatever <see cref="HttpClient"/> throws.</exception>
    public async Task WriteAsync(string node, string line, CancellationToken limit)
    {
        using var content = new StringContent(line, Encoding.UTF8, "text/plain");
        using var response = await SendAsync(node, HttpMethod.Post, $"write_lp?db={Database}&precision=nanosecond", content, limit);
        if (response.StatusCode != HttpStatusCode.NoContent) throw await ErrorAsync(response, limit);
    }

    /// <returns>The column <c>value</c> of every row; nothing when there is no such table yet.</returns>
    /// <exception cref="NodeDownException">The node does not run.</exception>
    /// <exception cref="TimeseriesErrorException">It answers with an error; also whatever <see cref="HttpClient"/> throws.</exception>
    public async Task<IReadOnlyList<long>> ValuesAsync(string node, string sql, CancellationToken limit)
    {
        var path = $"query_sql?db={Database}&format=json&q={Uri.EscapeDataString(sql)}";
        using var response = await SendAsync(node, HttpMethod.Get, path, null, limit);
        if (response.StatusCode == HttpStatusCode.NotFound) return [];
        if (response.StatusCode != HttpStatusCode.OK) throw await ErrorAsync(response, limit);
        await using var body = await response.Content.ReadAsStreamAsync(limit);
        using var rows = await JsonDocument.ParseAsync(body, default, limit);
        return [.. rows.RootElement.EnumerateArray().Select(r => r.GetProperty("value").GetInt64())];
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        string node, HttpMethod method, string path, HttpContent? content, CancellationToken limit)
    {
        var endPoint = cluster.EndPoint(node, Port) ?? throw new NodeDownException();
        using var request = new HttpRequestMessage(method, new Uri($"http://{endPoint}/api/v3/{path}")) { Content = content };
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
    }

    private static async Task<TimeseriesErrorException> ErrorAsync(HttpResponseMessage response, CancellationToken limit)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit);
            using var error = await JsonDocument.ParseAsync(body, default, limit);
            return new(response.StatusCode, error.RootElement.GetProperty("error").GetString() ?? "no message");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new(response.StatusCode, "not JSON");
        }
    }
}
