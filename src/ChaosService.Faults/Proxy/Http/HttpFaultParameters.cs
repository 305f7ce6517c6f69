using ChaosService.Faults.Network;
using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Answers;

namespace ChaosService.Faults.Proxy.Http;

/// <param name="Fault">What is done, and to which requests.</param>
/// <inheritdoc cref="ChosenParameters"/>
internal sealed record HttpFaultParameters(
    int Port, HttpFault Fault, Choice Which, PeerChoice Others, bool ResetsEstablished, bool Outgoing = false)
    : ChosenParameters(Port, Which, Others, ResetsEstablished, Outgoing);
