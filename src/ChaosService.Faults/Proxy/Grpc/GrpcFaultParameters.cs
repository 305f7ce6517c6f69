using ChaosService.Faults.Network;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Grpc;

namespace ChaosService.Faults.Proxy.Grpc;

/// <param name="Fault">The fault, and the calls that it affects.</param>
/// <inheritdoc cref="CallParameters"/>
internal sealed record GrpcFaultParameters(
    int Port, GrpcFault Fault, Choice Which, PeerChoice Others, bool ResetsEstablished, bool Outgoing = false)
    : CallParameters(Port, Which, Others, ResetsEstablished, Outgoing);
