using System.Net;
using System.Text;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Http.Answers;

namespace ChaosService.Faults.Proxy.Http;

/// <summary>A request whose answer would be what it said.</summary>
internal static class HttpMeasure
{
    /// <summary>What a cut leaves out.</summary>
    private const int More = 16;

    public static async Task<Proof> TakeAsync(ProbeCall call, HttpFault asked, CancellationToken cancellationToken)
    {
        using var probe = await call.ConnectAsync(cancellationToken);
        if (probe is null) return ProbeCall.NotLed;
        var sent = new byte[(asked.Truncate ?? 0) + More];
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{call.Link.Address}/")
        {
            Version = HttpVersion.Version11, Content = new ByteArrayContent(sent),
        };
        var limit = CallDelay.Limit(asked, call);
        return Judge(asked, await CallQuestion.AskAsync(probe.Socket, request, limit, call.Time, cancellationToken), call.Slack);
    }

    internal static Proof Judge(HttpFault asked, CallAnswer got, TimeSpan slack)
    {
        var isDone = asked switch
        {
            { Abort: true } => got.End == AnswerEnd.Reset,
            { Status: { } status } => got.Status == status && HasBody(got, asked.Body ?? ""),
            { Body: { } body } => got.Status == 200 && HasBody(got, body),
            { Truncate: { } bytes } => got.End == AnswerEnd.Cut && got.Body.Length == bytes,
            _ => got.End == AnswerEnd.Whole && got.Status == 200,
        };
        return new(isDone && CallDelay.IsSeen(asked, got.Took, slack), $"asked {Words(asked)}, measured {got}");
    }

    /// <summary>What is done, such as <c>503</c> or <c>a cut after 100 bytes and 50 ms of delay</c>.</summary>
    internal static string Words(HttpFault asked)
    {
        var deed = asked switch
        {
            { Abort: true } => "a reset",
            { Status: { } status } => $"{status}",
            { Body: { } body } => $"another body of {Encoding.UTF8.GetByteCount(body)} bytes",
            { Truncate: { } bytes } => $"a cut after {bytes} bytes",
            _ => "",
        };
        return CallWords.And(deed, CallWords.DelayOf(asked));
    }

    private static bool HasBody(CallAnswer got, string body) =>
        got.End == AnswerEnd.Whole && got.Body.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(body));
}
