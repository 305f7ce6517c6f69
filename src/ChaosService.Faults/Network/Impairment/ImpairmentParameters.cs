using System.Text.Json.Serialization;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Impairment;

/// <param name="To">Whose packets suffer: those to <c>peers</c>, the default: all other members.</param>
/// <param name="Direction">
/// <c>outbound</c>, the default: packets of the chosen nodes. <c>both</c>: also the members' packets to them; never those of clients.
/// </param>
internal abstract record ImpairmentParameters(PeerChoice To, Direction Direction) : FaultParameters
{
    /// <summary>Trains before, during and after are part of it, and something must be left for the load.</summary>
    public override TimeSpan LeastHold => TimeSpan.FromSeconds(2);

    [JsonIgnore]
    public abstract Shape Shape { get; }
}
