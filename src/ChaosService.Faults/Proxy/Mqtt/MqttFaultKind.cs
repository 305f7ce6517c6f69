using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Proxy.Mqtt;

/// <summary>Loses, delays, repeats or reorders messages between a broker and its clients.</summary>
internal sealed class MqttFaultKind(DockerClient docker, NodeProxies proxies) : ProxyKind(docker, proxies)
{
    public override string Name => "mqtt-fault";

    public override string Summary => "puts an MQTT proxy before a port of brokers: chosen messages are lost, late, repeated or reordered";

    public override FaultParameters? Bind(MapReader reader)
    {
        var (place, fault, which) =
            (ProxyParameters.Read(reader, MqttFaultReader.PortDefault), MqttFaultReader.Read(reader), ChoiceReader.Read(reader));
        return place is null || fault is null || which is null
            ? null
            : new MqttFaultParameters(place.Port, fault, which, place.Others, place.ResetsEstablished, place.Outgoing);
    }

    public override IFault Create(FaultRequest request) => new MqttFaultLife(request, (MqttFaultParameters)request.Parameters, Proxies);

    protected override string Describe(ProxyParameters parameters)
    {
        var (fault, which) = (((MqttFaultParameters)parameters).Fault, ((MqttFaultParameters)parameters).Which);
        var ways = fault is { Published: true, Delivered: true } ? "published and delivered" : fault.Published ? "published" : "delivered";
        return $"messages {ways} on {fault.Topic}{ChoiceWords.Of(which)}: {fault.Effect}";
    }
}
