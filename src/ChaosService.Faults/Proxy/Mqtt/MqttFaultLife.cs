using System.Net.Sockets;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Model.Faults;
using ChaosService.Proxies;
using ChaosService.Proxies.Mqtt;

namespace ChaosService.Faults.Proxy.Mqtt;

internal sealed class MqttFaultLife(FaultRequest request, MqttFaultParameters parameters, NodeProxies proxies)
    : ChosenFaultLife(request, "mqtt-fault", parameters, proxies)
{
    protected override string Speech => "MQTT";

    protected override string Things => "messages";

    protected override IProxy NewProxy(string node) => new MqttProxy(parameters.Fault, TallyOf(node), Request.Seed, Time);

    protected override Task<PortAnswer> AskAsync(Socket socket, Link link, CancellationToken cancellationToken) =>
        MqttQuestion.AskAsync(socket, AskLimit, Time, cancellationToken);

    protected override Task<Proof> MeasureAsync(ProbeCall call, CancellationToken cancellationToken) =>
        MqttMeasure.TakeAsync(call, parameters.Fault, cancellationToken);
}
