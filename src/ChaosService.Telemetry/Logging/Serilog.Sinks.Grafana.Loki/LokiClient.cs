using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Serilog.Sinks.Grafana.Loki;

/// <summary>Pushes to one Loki, repeatedly until it accepts the push or refuses it for good.</summary>
internal sealed class LokiClient : IDisposable
{
    private const string PushPath = "/loki/api/v1/push";
    private const int ReasonBytesMax = 512;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>If the server asks for a longer pause, this one applies.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(15);

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string? _tenant;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<LokiAnswer> _pipeline;

    /// <param name="failed">Called with the reason after each attempt that will be repeated.</param>
    public LokiClient(
        string uri, LokiCredentials? credentials, string? tenant, TimeSpan attemptLimit, TimeProvider time, Action<string> failed)
    {
        _address = PushAddress(uri);
        _tenant = tenant is { Length: > 0 } ? tenant : null;
        if (credentials is not null)
            _authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Login}:{credentials.Password}")));
        _time = time;
        // Without its own spans and trace headers: the log sender must not log itself.
        _http = new HttpClient(
            new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        _pipeline = new ResiliencePipelineBuilder<LokiAnswer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<LokiAnswer>
            {
                // The queue is bounded, not the time for which Loki may be unavailable.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is null
                    ? args.Outcome.Result!.Passing
                    : !args.Context.CancellationToken.IsCancellationRequested),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Pause(args.Outcome.Result, args.AttemptNumber)),
                OnRetry = args =>
                {
                    failed(args.Outcome.Exception?.Message ?? args.Outcome.Result!.ToString());
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = attemptLimit })
            .Build();
    }

    /// <summary>Where pushes go: the server's address, with or without the path.</summary>
    public static Uri PushAddress(string uri) =>
        new(uri.TrimEnd('/').EndsWith(PushPath, StringComparison.Ordinal) ? uri.TrimEnd('/') : uri.TrimEnd('/') + PushPath);

    /// <summary>Returns when Loki accepted it or refused it for good.</summary>
    public async Task<LokiAnswer> PushAsync(ReadOnlyMemory<byte> gzippedJson, CancellationToken stop) =>
        await _pipeline.ExecuteAsync(async token => await AttemptAsync(gzippedJson, token), stop);

    public void Dispose() => _http.Dispose();

    private async Task<LokiAnswer> AttemptAsync(ReadOnlyMemory<byte> gzippedJson, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(gzippedJson) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.Authorization = _authorization;
        if (_tenant is not null) request.Headers.TryAddWithoutValidation("X-Scope-OrgID", _tenant);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        var taken = response.IsSuccessStatusCode;
        return new LokiAnswer(
            (int)response.StatusCode, taken ? "" : await ReasonAsync(response, stop),
            taken ? null : RetryAfter(response.Headers.RetryAfter));
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var bytes = new byte[ReasonBytesMax];
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop);
        return Encoding.UTF8.GetString(bytes, 0, count).Trim().ReplaceLineEndings(" ");
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    private static TimeSpan Pause(LokiAnswer? answer, int attempt)
    {
        // The shift is bounded: after hours without Loki there are many attempts.
        var own = FirstPause * (1 << Math.Min(attempt, 8));
        if (own > LongestPause) own = LongestPause;
        if (answer?.RetryAfter is not { } wanted || wanted <= TimeSpan.Zero) return own;
        return wanted < LongestRetryAfter ? wanted : LongestRetryAfter;
    }
}
