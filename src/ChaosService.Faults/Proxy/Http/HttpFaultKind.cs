using ChaosService.Faults.Proxy.Calls;
using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Proxy.Http;

/// <summary>Alters or replaces a node's HTTP responses.</summary>
internal sealed class HttpFaultKind(DockerClient docker, NodeProxies proxies) : ProxyKind(docker, proxies)
{
    public override string Name => "http-fault";

    public override string Summary =>
        "puts an HTTP proxy before a port of nodes: a status, a delay, a reset, a cut or another body for chosen requests";

    public override FaultParameters? Bind(MapReader reader)
    {
        var (place, fault, which) = (ProxyParameters.Read(reader), HttpFaultReader.Read(reader), ChoiceReader.Read(reader));
        return place is null || fault is null || which is null
            ? null
            : new HttpFaultParameters(place.Port, fault, which, place.Others, place.ResetsEstablished, place.Outgoing);
    }

    public override IFault Create(FaultRequest request) => new HttpFaultLife(request, (HttpFaultParameters)request.Parameters, Proxies);

    protected override string Describe(ProxyParameters parameters)
    {
        var (fault, which) = (((HttpFaultParameters)parameters).Fault, ((HttpFaultParameters)parameters).Which);
        var whose = $"requests with method {fault.Method ?? "*"}, host {fault.Host ?? "*"}, path {fault.Path ?? "*"}";
        return $"{HttpMeasure.Words(fault)}{CallWords.StageOf(fault)} for {whose}{ChoiceWords.Of(which)}";
    }
}
