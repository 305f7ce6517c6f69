using ChaosService.Proxies.Choosing;
namespace ChaosService.Proxies.Http.Calls;

/// <summary>Sits in front of the server: calls that are not chosen pass unchanged.</summary>
internal sealed class FaultHandler(
    CallFault fault, Func<HttpRequestMessage, bool> isChosen, Tally tally, TimeProvider time, HttpMessageHandler server)
    : DelegatingHandler(server)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        isChosen(request)
            ? fault.AnswerAsync(new(request, tally, token => base.SendAsync(request, token), time), cancellationToken)
            : base.SendAsync(request, cancellationToken);
}
