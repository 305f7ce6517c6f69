using ChaosService.Faults.Network;
using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Mqtt;

namespace ChaosService.Faults.Proxy.Mqtt;

/// <param name="Fault">What is done, to which messages, on which of their ways.</param>
/// <inheritdoc cref="ChosenParameters"/>
internal sealed record MqttFaultParameters(
    int Port, MqttFault Fault, Choice Which, PeerChoice Others, bool ResetsEstablished, bool Outgoing = false)
    : ChosenParameters(Port, Which, Others, ResetsEstablished, Outgoing);
