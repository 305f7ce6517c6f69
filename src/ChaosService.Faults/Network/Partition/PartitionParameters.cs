using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Partition;

/// <param name="From">Whom the nodes are cut off from. <c>peers</c>, the default: the members that were not chosen, so that the chosen stay
/// together.</param>
/// <param name="Direction">As the chosen nodes see it. Default <c>both</c>.</param>
internal sealed record PartitionParameters(PeerChoice From, Direction Direction) : FaultParameters;
