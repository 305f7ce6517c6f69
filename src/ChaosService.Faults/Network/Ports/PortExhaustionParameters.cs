using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Ports;

/// <summary>Nothing to be said: no port is left.</summary>
internal sealed record PortExhaustionParameters : FaultParameters;
