using System.IO.Enumeration;
using System.Net;
using System.Text;
using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Proxies.Http.Answers;

/// <summary>
/// A fault for HTTP requests. If several of its actions are set, the first in this order applies: abort, status, body, truncate.
/// </summary>
/// <param name="Method">With <c>*</c> for any text and <c>?</c> for one character; null: any. The same for the next two.</param>
/// <param name="Host">Without a port.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Status">The proxy answers with it in place of the server.</param>
/// <param name="Body">Sent with the status, or in place of the server's body.</param>
/// <param name="Abort">The client's connection is reset, and with HTTP/2 everything else on it.</param>
/// <param name="Truncate">The answer ends after this many bytes of its body, if it is longer.</param>
/// <inheritdoc cref="CallFault"/>
internal sealed record HttpFault(
    string? Method, string? Host, string? Path, int? Status, string? Body, bool Abort, long? Truncate, TimeSpan Delay, Stage Stage)
    : CallFault(Delay, Stage)
{
    protected override bool NeedsAnswer => !Abort && Status is null;

    public override bool Matches(HttpRequestMessage request) =>
        Fits(Method, request.Method.Method) && Fits(Host, HostOf(request)) && Fits(Path, request.RequestUri?.AbsolutePath ?? "");

    protected override HttpResponseMessage Change(ChosenCall call, HttpResponseMessage? answer)
    {
        if (Abort)
        {
            answer?.Dispose();
            call.Meet(CallEnd.Reset);
            throw new IOException("The connection is reset.");
        }
        if (Status is { } status)
        {
            call.Meet();
            return new((HttpStatusCode)status) { Version = call.Request.Version, Content = Text(Body ?? "", answer) };
        }
        if (answer is null) throw new InvalidOperationException("The server was not asked.");
        if (Truncate is { } bytes) answer.ChangeBody(whole => new CutStream(whole, bytes, () => call.Meet(CallEnd.Cut)));
        else call.Meet();
        if (Body is not null) Replace(answer, Body);
        return answer;
    }

    private static void Replace(HttpResponseMessage answer, string body)
    {
        var type = answer.Content.Headers.ContentType;
        answer.Content = Text(body, answer.Content);
        answer.Content.Headers.ContentType = type ?? answer.Content.Headers.ContentType;
    }

    private static HttpContent Text(string text, IDisposable? instead)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var content = ChangedContent.New(bytes, instead);
        content.Headers.ContentLength = bytes.Length;
        content.Headers.ContentType = new("text/plain", "utf-8");
        return content;
    }

    private static bool Fits(string? pattern, string value) => pattern is null || FileSystemName.MatchesSimpleExpression(pattern, value);

    private static string HostOf(HttpRequestMessage request)
    {
        var host = request.Headers.Host ?? "";
        var port = host.LastIndexOf(':');
        return port > host.LastIndexOf(']') ? host[..port] : host;
    }
}
