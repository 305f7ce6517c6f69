using ChaosService.Faults.Network;
using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Grpc;

namespace ChaosService.Faults.Proxy.Grpc;

/// <param name="Fault">The fault, and the calls that it affects.</param>
/// <inheritdoc cref="ChosenParameters"/>
internal sealed record GrpcFaultParameters(
    int Port, GrpcFault Fault, Choice Which, PeerChoice Others, bool ResetsEstablished, bool Outgoing = false)
    : ChosenParameters(Port, Which, Others, ResetsEstablished, Outgoing);
