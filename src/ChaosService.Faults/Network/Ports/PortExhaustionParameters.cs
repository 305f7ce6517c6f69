using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Ports;

/// <summary>It has no keys: no port is left.</summary>
internal sealed record PortExhaustionParameters : FaultParameters;
