using System.Net;
using System.Text;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Receivers;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>Sends one request and returns the result, without a secret.</summary>
internal sealed class Sender(TimeProvider time) : IDisposable
{
    private const int ExcerptBytes = 1024;
    private const int ExcerptMax = 200;

    /// <summary>Made here, not by a factory that would log addresses. Names are resolved again once in a while.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="stop">Ends the attempt: when it takes too long, or the service stops.</param>
    public async Task<Answer> SendAsync(Receiver receiver, Notification e, CancellationToken stop)
    {
        if (receiver.Write(e, time.GetUtcNow()) is not { } outgoing)
            return new Answer(
                AnswerKind.Refused, $"nothing to send: {receiver.Kind} has no form for {e.Type}, or none with the options as they are now");
        using var request = outgoing.ToMessage();
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            var after = RetryAfter(response);
            var kind = Answer.KindOf(response.StatusCode, after is not null);
            return kind == AnswerKind.Delivered ? new Answer(kind) : new Answer(kind, await ReasonAsync(receiver, response, stop), after);
        }
        catch (HttpRequestException e2)
        {
            return new Answer(AnswerKind.Failed, $"{Words(e2.HttpRequestError)} ({receiver.Host})");
        }
    }

    public void Dispose() => _http.Dispose();

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>With the beginning of what it says: Slack, PagerDuty and GitHub name the mistake there.</summary>
    private static async Task<string> ReasonAsync(Receiver receiver, HttpResponseMessage response, CancellationToken stop)
    {
        var reason = $"answered {(int)response.StatusCode} {WordsOf(response.StatusCode)}";
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(stop);
            var bytes = new byte[ExcerptBytes];
            var length = await body.ReadAtLeastAsync(bytes, ExcerptBytes, throwOnEndOfStream: false, stop);
            var text = receiver.Hide(Tidy(Encoding.UTF8.GetString(bytes, 0, length)));
            return text.Length == 0 ? reason : $"{reason}: {text.Cut(ExcerptMax)}";
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status is what counts; what it would have said beside is lost.
            return reason;
        }
    }

    private static string Tidy(string text) => string.Join(' ', new string(
        [.. text.Select(c => char.IsControl(c) || c == '\uFFFD' ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string WordsOf(HttpStatusCode status) => Enum.IsDefined(status) ? status.ToString() : "";

    private static string Words(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "its name cannot be resolved",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no TLS connection that is trusted",
        HttpRequestError.ResponseEnded => "the connection ended without an answer",
        HttpRequestError.ProxyTunnelError => "the proxy refused",
        _ => "the connection broke",
    };
}
