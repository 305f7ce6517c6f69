using ChaosService.Faults.Proxy.Calls;
using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Proxy.Grpc;

/// <summary>Alters or replaces a node's gRPC responses.</summary>
internal sealed class GrpcFaultKind(DockerClient docker, NodeProxies proxies) : ProxyKind(docker, proxies)
{
    public override string Name => "grpc-fault";

    public override string Summary =>
        "puts a gRPC proxy before a port of nodes: a status, a delay, an end, a lost or a repeated message for chosen calls";

    public override FaultParameters? Bind(MapReader reader)
    {
        var (place, fault, which) = (ProxyParameters.Read(reader), GrpcFaultReader.Read(reader), ChoiceReader.Read(reader));
        return place is null || fault is null || which is null
            ? null
            : new GrpcFaultParameters(place.Port, fault, which, place.Others, place.ResetsEstablished, place.Outgoing);
    }

    public override IFault Create(FaultRequest request) => new GrpcFaultLife(request, (GrpcFaultParameters)request.Parameters, Proxies);

    protected override string Describe(ProxyParameters parameters)
    {
        var (fault, which) = (((GrpcFaultParameters)parameters).Fault, ((GrpcFaultParameters)parameters).Which);
        var whose = $"calls of {fault.Service ?? "*"}/{fault.Method ?? "*"}";
        return $"{GrpcMeasure.Words(fault)}{CallWords.StageOf(fault)} for {whose}{ChoiceWords.Of(which)}";
    }
}
