using System.IO.Enumeration;
using System.Net;
using System.Net.Http.Headers;
using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Proxies.Http.Grpc;

/// <summary>A fault for gRPC calls. At most one of: only the status, an end, a drop, a repeat.</summary>
/// <param name="Service">With its package, such as <c>etcdserverpb.KV</c>; <c>*</c> matches any text. Null: any.</param>
/// <param name="Method">Such as <c>Put</c>, matched in the same way.</param>
/// <param name="Status">The call ends with this status: at once, or after <paramref name="EndAfter"/> messages. By its gRPC name.</param>
/// <param name="Message">The message of the status.</param>
/// <param name="EndAfter">The number of the answer's messages that arrive before the status; null: the status is the whole answer.</param>
/// <param name="Drop">The number of the answer's message, from 1, that does not arrive.</param>
/// <param name="Repeat">The number of the answer's message, from 1, that arrives twice.</param>
/// <inheritdoc cref="CallFault"/>
internal sealed record GrpcFault(
    string? Service, string? Method, string? Status, string Message, long? EndAfter, long? Drop, long? Repeat, TimeSpan Delay,
    Stage Stage)
    : CallFault(Delay, Stage)
{
    public const string ContentType = "application/grpc";

    protected override bool NeedsAnswer => Status is null || EndAfter is not null;

    private bool ChangesStream => (EndAfter ?? Drop ?? Repeat) is not null;

    public static bool IsGrpc(HttpContent? content) =>
        content?.Headers.NonValidated.TryGetValues("Content-Type", out var type) == true
            && type.ToString().StartsWith(ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>A call is a request to <c>/service/method</c>.</summary>
    public override bool Matches(HttpRequestMessage request) =>
        IsGrpc(request.Content) && request.RequestUri?.AbsolutePath.Split('/') is ["", var service, var method]
            && Fits(Service, service) && Fits(Method, method);

    protected override HttpResponseMessage Change(ChosenCall call, HttpResponseMessage? answer)
    {
        if (ChangesStream && answer is not null)
        {
            // An answer without a body is a status, and has no messages.
            if (IsGrpc(answer.Content)) answer.ChangeBody(whole => new MessageStream(whole, this, () => Meet(call, answer)));
            return answer;
        }
        call.Meet();
        if (Status is null) return answer ?? throw new InvalidOperationException("The server was not asked.");
        return StatusAlone(call.Request, answer);
    }

    /// <summary>Only headers, which gRPC calls Trailers-Only.</summary>
    private HttpResponseMessage StatusAlone(HttpRequestMessage request, HttpResponseMessage? instead)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Version = request.Version, Content = ChangedContent.New([], instead) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        AddStatus(answer.Headers);
        return answer;
    }

    private void Meet(ChosenCall call, HttpResponseMessage answer)
    {
        call.Meet();
        if (EndAfter is null) return;
        answer.TrailingHeaders.Clear();
        AddStatus(answer.TrailingHeaders);
    }

    private void AddStatus(HttpHeaders headers)
    {
        headers.TryAddWithoutValidation("grpc-status", $"{GrpcStatus.NumberOf(Status!)}");
        if (Message.Length > 0) headers.TryAddWithoutValidation("grpc-message", Uri.EscapeDataString(Message));
    }

    private static bool Fits(string? pattern, string value) =>
        pattern is null || FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
