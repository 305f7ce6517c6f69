using ChaosService.Faults.Network.Partition;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Flap;

/// <param name="Cut">What applies while the links are down: as for a <c>network-partition</c>.</param>
/// <param name="Down">How long they are down at a time, from 1 s: less cannot be measured. Default 2 s.</param>
/// <param name="Up">How long they are up in between, from 1 s. Default 2 s.</param>
/// <param name="Jitter">Each time up to this much less or more, uniform. Default none, at most half of the shorter of the two.</param>
internal sealed record FlapParameters(PartitionParameters Cut, TimeSpan Down, TimeSpan Up, TimeSpan Jitter) : FaultParameters
{
    /// <summary>Both must be seen whole once: down and up.</summary>
    public override TimeSpan LeastHold => Down + Up + 2 * Jitter;
}
