using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Engine;

/// <summary>One engine's HTTP connections: versions the paths, keeps the time limits, turns refusals into exceptions.</summary>
internal sealed class DockerConnection(DockerClientConfiguration configuration) : IDisposable
{
    private readonly HttpClient _http = new(configuration.CreateHandler()) { BaseAddress = configuration.HttpBase, Timeout = Timeout.InfiniteTimeSpan };
    private volatile string? _version;

    public void Dispose() => _http.Dispose();

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, NotFound? notFound, CancellationToken cancellationToken) =>
        WithinAsync(configuration.DefaultTimeout, async limit =>
        {
            using var response = await SendAsync(HttpMethod.Get, path, notFound, limit);
            await using var body = await response.Content.ReadAsStreamAsync(limit);
            return await JsonSerializer.DeserializeAsync(body, type, limit) ?? throw new JsonException($"The container engine answered GET {path} with null.");
        }, cancellationToken);

    /// <param name="work">What the engine may need on top of the usual limit.</param>
    /// <returns>False when nothing had to be changed (304).</returns>
    public Task<bool> ChangeAsync(
        HttpMethod method, string path, NotFound? notFound, TimeSpan work, CancellationToken cancellationToken, HttpContent? body = null) =>
        WithinAsync(configuration.DefaultTimeout + work, async limit =>
        {
            using var response = await SendAsync(method, path, notFound, limit, body);
            return response.StatusCode != HttpStatusCode.NotModified;
        }, cancellationToken);

    /// <summary>Returns when the engine has begun to answer. The limit is on that; the body may take as long as the reader allows.</summary>
    public Task<Stream> OpenAsync(string path, NotFound? notFound, CancellationToken cancellationToken) =>
        WithinAsync(configuration.DefaultTimeout, async limit =>
        {
            var response = await SendAsync(HttpMethod.Get, path, notFound, limit);
            return await response.Content.ReadAsStreamAsync(cancellationToken);
        }, cancellationToken);

    /// <summary>Asks the engine which version it speaks; the paths of all other calls carry it.</summary>
    public Task<string> PingAsync(CancellationToken cancellationToken) =>
        WithinAsync(configuration.DefaultTimeout, async limit =>
        {
            using var response = await _http.GetAsync("/_ping", limit);
            await ThrowIfRefusedAsync(response, null, limit);
            var engine = response.Headers.TryGetValues("Api-Version", out var values) ? values.First() : ApiVersion.Oldest;
            return _version = ApiVersion.Negotiate(engine);
        }, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, NotFound? notFound, CancellationToken cancellationToken, HttpContent? body = null)
    {
        var version = _version ?? await PingAsync(cancellationToken);
        using var request = new HttpRequestMessage(method, $"/v{version}{path}") { Content = body };
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ThrowIfRefusedAsync(response, notFound, cancellationToken);
        return response;
    }

    private static async Task ThrowIfRefusedAsync(HttpResponseMessage response, NotFound? notFound, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified) return;
        using (response)
        {
            var message = EngineError.Read(await response.Content.ReadAsStringAsync(cancellationToken));
            throw response.StatusCode == HttpStatusCode.NotFound && notFound is not null ? notFound(message) : new DockerApiException(response.StatusCode, message);
        }
    }

    private async Task<T> WithinAsync<T>(TimeSpan time, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterUnavailableException($"The container engine at {configuration.EndpointBaseUri} gave no answer within {time.TotalSeconds:0.#} s.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ClusterUnavailableException($"The container engine at {configuration.EndpointBaseUri} cannot be reached: {Advice(e)}", e);
        }
    }

    private static string Advice(Exception e) => e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied }
        ? "permission denied; run as root or as a member of the group 'docker'."
        : $"{(e.InnerException ?? e).Message}; start it (systemctl start docker) or set DOCKER_HOST.";
}

/// <summary>Makes the typed exception of one endpoint group for a 404.</summary>
internal delegate DockerApiException NotFound(string message);
