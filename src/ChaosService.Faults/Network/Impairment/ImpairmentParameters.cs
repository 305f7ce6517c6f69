using System.Text.Json.Serialization;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Impairment;

/// <param name="To">Which packets are affected. <c>peers</c>, the default: those to all other members.</param>
/// <param name="Direction">
/// <c>outbound</c>, the default: packets of the chosen nodes. <c>both</c>: also the members' packets to them; never those of clients.
/// </param>
internal abstract record ImpairmentParameters(PeerChoice To, Direction Direction) : FaultParameters
{
    /// <summary>It includes packet trains before, during and after, and must leave time for the load.</summary>
    public override TimeSpan LeastHold => TimeSpan.FromSeconds(2);

    [JsonIgnore]
    public abstract Shape Shape { get; }
}
