namespace ChaosService.Proxies.Http.Calls;

/// <summary>Stands before the server: what is not chosen passes as it is.</summary>
internal sealed class FaultHandler(
    CallFault fault, Func<HttpRequestMessage, bool> isChosen, CallTally tally, TimeProvider time, HttpMessageHandler server)
    : DelegatingHandler(server)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        isChosen(request)
            ? fault.AnswerAsync(new(request, tally, token => base.SendAsync(request, token), time), cancellationToken)
            : base.SendAsync(request, cancellationToken);
}
