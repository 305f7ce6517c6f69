using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Reset;

/// <param name="From">Whose connections with the nodes are reset. Default everyone's, clients included; <c>clients</c>: theirs alone.
/// </param>
internal sealed record ResetParameters(PeerChoice From) : FaultParameters
{
    /// <summary>It is over at once; this is how long the effect is looked for before the recovery is.</summary>
    public override TimeSpan? OwnHold => TimeSpan.FromSeconds(1);
}
