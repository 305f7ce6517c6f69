using ChaosService.Faults.Network.State;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Proxy.Tcp;

/// <summary>Toxiproxy's toxics without configuration: clients still connect to the node.</summary>
internal sealed class TcpFaultKind(DockerClient docker, NodeProxies proxies) : ProxyKind(docker, proxies)
{
    public override string Name => "tcp-fault";

    public override string Summary =>
        "puts a TCP proxy before a port of nodes: latency, bandwidth, slicer, limit-data, corrupt, reset, timeout, half-open";

    public override FaultParameters? Bind(MapReader reader)
    {
        var place = ProxyParameters.Read(reader);
        var toxic = ToxicReader.Read(reader);
        var direction = reader.Choice("direction", "outbound", "inbound", "both");
        if (place is null || toxic is null || (direction is null && reader.Has("direction"))) return null;
        return new TcpFaultParameters(
            place.Port, toxic, Enum.Parse<Direction>(direction ?? nameof(Direction.Outbound), ignoreCase: true), place.Others,
            place.ResetsEstablished, place.Outgoing);
    }

    public override IFault Create(FaultRequest request) => new TcpFault(request, (TcpFaultParameters)request.Parameters, Proxies);

    protected override string Describe(ProxyParameters parameters) =>
        $"{((TcpFaultParameters)parameters).Toxic} on what is {((TcpFaultParameters)parameters).Direction.ToString().ToLowerInvariant()}";
}
