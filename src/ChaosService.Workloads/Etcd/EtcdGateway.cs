using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChaosService.Model.Clusters;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Etcd;

/// <summary>
/// Talks to members by name over HTTP. The handler keeps a pool for each address, so a node that restarts under a new address gets a new
/// pool. It never repeats a request whose body it had begun to send: a write is sent once or not at all.
/// </summary>
internal sealed class EtcdGateway(ICluster cluster) : IDisposable
{
    private const int Port = 2379;
    private const int ErrorBytesMax = 16 << 10;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = NodeHttp.NewClient();

    /// <summary>
    /// Throws <see cref="NodeDownException"/> when the node does not run, <see cref="EtcdErrorException"/> for an answer that is an error,
    /// and what <see cref="HttpClient"/> throws.
    /// </summary>
    public async Task<TAnswer> PostAsync<TQuestion, TAnswer>(
        string node, string path, TQuestion question, JsonTypeInfo<TQuestion> questionType, JsonTypeInfo<TAnswer> answerType,
        CancellationToken limit)
    {
        var endPoint = cluster.EndPoint(node, Port) ?? throw new NodeDownException();
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, questionType));
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{endPoint}{path}")) { Content = content };
        return await SendAsync(request, answerType, limit);
    }

    /// <summary>The member's own view of its state. Throws as <see cref="PostAsync"/> does.</summary>
    public async Task<DebugVars> VarsAsync(string node, CancellationToken limit)
    {
        var endPoint = cluster.EndPoint(node, Port) ?? throw new NodeDownException();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{endPoint}/debug/vars"));
        return await SendAsync(request, EtcdJson.Default.DebugVars, limit);
    }

    private async Task<TAnswer> SendAsync<TAnswer>(
        HttpRequestMessage request, JsonTypeInfo<TAnswer> answerType, CancellationToken limit)
    {
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
        if (response.StatusCode != HttpStatusCode.OK) throw await ErrorAsync(response, limit);
        await using var body = await response.Content.ReadAsStreamAsync(limit);
        return await JsonSerializer.DeserializeAsync(body, answerType, limit) ?? throw new JsonException("The answer is null.");
    }

    public Task<RangeResponse> RangeAsync(string node, RangeRequest range, CancellationToken limit) =>
        PostAsync(node, "/v3/kv/range", range, EtcdJson.Default.RangeRequest, EtcdJson.Default.RangeResponse, limit);

    public Task<TxnResponse> TxnAsync(string node, TxnRequest txn, CancellationToken limit) =>
        PostAsync(node, "/v3/kv/txn", txn, EtcdJson.Default.TxnRequest, EtcdJson.Default.TxnResponse, limit);

    public async Task PutAsync(string node, byte[] key, byte[] value, CancellationToken limit) => await PostAsync(
        node, "/v3/kv/put", new PutRequest(key, value), EtcdJson.Default.PutRequest, EtcdJson.Default.PutResponse, limit);

    public Task<StatusResponse> StatusAsync(string node, CancellationToken limit) => PostAsync(
        node, "/v3/maintenance/status", new StatusRequest(), EtcdJson.Default.StatusRequest, EtcdJson.Default.StatusResponse, limit);

    public void Dispose() => _http.Dispose();

    private static async Task<EtcdErrorException> ErrorAsync(HttpResponseMessage response, CancellationToken limit)
    {
        // Enough for an error; the length in the header is not trusted.
        var bytes = new byte[ErrorBytesMax];
        await using var body = await response.Content.ReadAsStreamAsync(limit);
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, limit);
        try
        {
            var error = JsonSerializer.Deserialize(bytes.AsSpan(0, length), EtcdJson.Default.ErrorResponse);
            return new EtcdErrorException(response.StatusCode, error?.Error ?? error?.Message ?? "no message");
        }
        catch (JsonException)
        {
            return new EtcdErrorException(response.StatusCode, "not JSON");
        }
    }
}

/// <summary>The member answered with an error.</summary>
internal sealed class EtcdErrorException(HttpStatusCode status, string error) : Exception($"http {(int)status}: {error}")
{
    public HttpStatusCode Status => status;

    public string Error => error;
}
