using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChaosService.Contracts;
using ChaosService.Model.Configuration;

namespace ChaosService.Cli.Remote.Client;

/// <summary>
/// Talks to a running service. A refusal becomes the exception that the same problem has in a local command, and so gets the same exit
/// code.
/// </summary>
internal sealed class ServiceClient : IDisposable
{
    /// <summary>The token to send. A variable, not an option: all users of the machine can see a command line.</summary>
    private const string TokenVariable = "CHAOSSERVICE_TOKEN";

    /// <summary>RFC 9457 allows a problem to have more members than we know.</summary>
    private static readonly JsonSerializerOptions Lenient =
        new(WireJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    private const string Yaml = "application/yaml";

    private readonly HttpClient _http;
    private readonly ServerTrust _trust;

    /// <param name="caFile">The CAs to trust instead of this machine's; null: the file in CHAOSSERVICE_CA, if it is set.</param>
    public ServiceClient(string server, string? caFile = null)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new BadInputException($"--server is not an address: \"{server}\"; write one, such as http://127.0.0.1:7070");
        // The stream of a run's events may be silent for a long time; every other request has its own limit.
        _trust = ServerTrust.Of(uri, caFile ?? ClientOptions.Variable(ServerTrust.Variable));
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = _trust.Options })
        {
            BaseAddress = new Uri(uri, "/api/v1/"), Timeout = Timeout.InfiniteTimeSpan,
        };
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<T> GetAsync<T>(string path, CancellationToken stop) => JsonAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), stop);

    public async Task<string> TextAsync(string path, string type, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        using var response = await SendAsync(request, stop);
        return await response.Content.ReadAsStringAsync(stop);
    }

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken stop, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body, options: WireJson.Options) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return JsonAsync<T>(request, stop);
    }

    public async Task PostAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        (await SendAsync(request, stop)).Dispose();
    }

    public async Task DeleteAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        (await SendAsync(request, stop)).Dispose();
    }

    /// <summary>For completion, which a shell calls synchronously.</summary>
    public T GetNow<T>(string path, TimeSpan limit)
    {
        using var stop = new CancellationTokenSource(limit, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        try
        {
            using var response = _http.Send(request, stop.Token);
            if (!response.IsSuccessStatusCode) throw new IOException($"the service answered {(int)response.StatusCode}");
            return JsonSerializer.Deserialize<T>(response.Content.ReadAsStream(stop.Token), WireJson.Options)!;
        }
        catch (HttpRequestException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <param name="kinds"><c>experiments</c> or <c>suites</c>.</param>
    public Task<ApplyReply> ApplyAsync(string kinds, string yaml, CancellationToken stop) =>
        JsonAsync<ApplyReply>(
            new HttpRequestMessage(HttpMethod.Post, kinds) { Content = new StringContent(yaml, Encoding.UTF8, Yaml) }, stop);

    /// <summary>The stream of a run's events, after the one with this id.</summary>
    public async Task<HttpResponseMessage> EventsAsync(string runId, string? lastId, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"runs/{Uri.EscapeDataString(runId)}/events");
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        return await SendAsync(request, stop);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> JsonAsync<T>(HttpRequestMessage request, CancellationToken stop)
    {
        using (request)
        {
            using var response = await SendAsync(request, stop);
            return (await response.Content.ReadFromJsonAsync<T>(WireJson.Options, stop))!;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (HttpRequestException e)
        {
            throw new IOException(_trust.Refusal ?? Unanswered(e), e);
        }
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await RefusalAsync(response, stop);
    }

    private string Unanswered(HttpRequestException e)
    {
        var at = _http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        return e.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError =>
                $"{at} does not speak https ({e.InnerException?.Message.TrimEnd('.') ?? e.Message}); name it with http:// if it was "
                    + $"started without a certificate",
            HttpRequestError.ResponseEnded =>
                $"{at} ended the connection without an answer; name it with https:// if it was started with a certificate",
            _ => $"no service answers at {at} ({e.Message.TrimEnd('.')}); start one with `chaosctl serve`, or name another with --server",
        };
    }

    private static string TokenFix(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized
            or HttpStatusCode.Forbidden ? $"; set {TokenVariable} to a token (`chaosctl tokens create`)" : "";

    private static async Task<Exception> RefusalAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop);
        ProblemReply? problem = null;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
            problem = JsonSerializer.Deserialize<ProblemReply>(text, Lenient);
        if (problem is null)
            return new IOException($"the service answered {(int)response.StatusCode} {response.ReasonPhrase}; is this a ChaosService?");
        var wrong = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
            or HttpStatusCode.RequestEntityTooLarge;
        return wrong
            ? new RefusedByServiceException(problem)
            : new IOException(RefusedByServiceException.Describe(problem) + TokenFix(response.StatusCode));
    }
}

/// <summary>The service refused the caller's input. Exit code 65.</summary>
internal sealed class RefusedByServiceException(ProblemReply problem) : BadInputException(Describe(problem))
{
    public ProblemReply Problem { get; } = problem;

    public static string Describe(ProblemReply problem)
    {
        var text = new StringBuilder(problem.Detail);
        if (problem.Value is not null) text.Append($": \"{problem.Value}\"");
        if (problem.Fix is not null) text.Append($"; {problem.Fix}");
        foreach (var p in problem.Problems ?? []) text.Append('\n').Append(Describe(p, p.File));
        return text.ToString();
    }

    /// <param name="file">The source of the text, which the service does not know.</param>
    public static string Describe(InputProblem p, string file) =>
        $"{file}:{p.Line}:{p.Column}: {p.Message}{(p.Value is null ? "" : $": \"{p.Value}\"")}; {p.Fix}";
}
