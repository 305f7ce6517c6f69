using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Proxy.Grpc;

internal sealed class GrpcFaultLife(FaultRequest request, GrpcFaultParameters parameters, NodeProxies proxies)
    : CallFaultLife(request, "grpc-fault", parameters, parameters.Fault, proxies)
{
    protected override string Speech => "gRPC without TLS";

    /// <summary>A service that no server has: the answer is UNIMPLEMENTED.</summary>
    protected override HttpRequestMessage HarmlessQuestion(Link link) => GrpcQuestion.New(link.Address, messages: 1);

    protected override bool IsAnswer(CallAnswer answer) => answer is { End: AnswerEnd.Whole, Grpc: not null };

    protected override Task<Proof> MeasureAsync(ProbeCall call, CancellationToken cancellationToken) =>
        GrpcMeasure.TakeAsync(call, parameters.Fault, cancellationToken);
}
