using System.Net;
using System.Net.Sockets;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Engine;

/// <summary>
/// Below every call of the client: adds the API's version, enforces the time limit, and reports an engine that is not available.
/// </summary>
internal sealed class EngineHandler(EngineEndpoint endpoint, HttpMessageHandler transport) : DelegatingHandler(transport)
{
    private volatile string? _version;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(endpoint.Limit);
        try
        {
            return await AskAsync(request, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterUnavailableException(
                $"The container engine at {endpoint.Address} gave no answer within {endpoint.Limit.TotalSeconds:0.#} s.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ClusterUnavailableException($"The container engine at {endpoint.Address} cannot be reached: {Advice(e)}", e);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        request.RequestUri = new Uri(asked, $"/v{_version ?? await NegotiateAsync(asked, cancellationToken)}{asked.PathAndQuery}");
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode >= HttpStatusCode.BadRequest) await UnwrapAsync(response, cancellationToken);
        else if (!IsStream(asked, response)) await response.Content.LoadIntoBufferAsync(cancellationToken);
        return response;
    }

    private async Task<string> NegotiateAsync(Uri asked, CancellationToken cancellationToken)
    {
        using var ping = new HttpRequestMessage(HttpMethod.Get, new Uri(asked, "/_ping"));
        using var response = await base.SendAsync(ping, cancellationToken);
        // Not cached: the next answer may come from the engine, and not from a proxy in front of it.
        if (!response.Headers.TryGetValues("Api-Version", out var values)) return ApiVersion.Oldest;
        return _version = ApiVersion.Negotiate(values.First());
    }

    /// <summary>Replaces the engine's JSON by its message, so that the exception that the package builds from it is readable.</summary>
    private static async Task UnwrapAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var said = EngineError.Read(await response.Content.ReadAsStringAsync(cancellationToken));
        response.Content.Dispose();
        response.Content = new StringContent(said);
    }

    /// <summary>For these the limit applies to the first byte: the rest takes as long as its reader wants.</summary>
    private static bool IsStream(Uri asked, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.SwitchingProtocols
        || asked.AbsolutePath.EndsWith("/events", StringComparison.Ordinal)
        || asked.AbsolutePath.EndsWith("/logs", StringComparison.Ordinal);

    private static string Advice(Exception e) => e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied }
        ? "permission denied; run as root or as a member of the group 'docker'."
        : $"{(e.InnerException ?? e).Message}; start it (systemctl start docker) or set DOCKER_HOST.";
}
