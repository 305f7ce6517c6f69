using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Proxy.Http;

internal sealed class HttpFaultLife(FaultRequest request, HttpFaultParameters parameters, NodeProxies proxies)
    : CallFaultLife(request, "http-fault", parameters, parameters.Fault, proxies)
{
    protected override string Speech => "HTTP";

    /// <summary>Asks what could be asked (RFC 9110, 9.3.7).</summary>
    protected override HttpRequestMessage HarmlessQuestion(Link link) => new(HttpMethod.Options, $"http://{link.Address}/");

    /// <summary>A server that wants TLS may say so with 400, without TLS.</summary>
    protected override bool IsAnswer(CallAnswer answer) => answer is { End: AnswerEnd.Whole, Status: not 400 };

    protected override Task<Proof> MeasureAsync(ProbeCall call, CancellationToken cancellationToken) =>
        HttpMeasure.TakeAsync(call, parameters.Fault, cancellationToken);
}
