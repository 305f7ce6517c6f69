using System.Text.Json.Serialization;
using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Reorder;

/// <param name="Percent">The probability that a packet is sent at once, from 1 % to 90 %.</param>
/// <param name="Delay">How long the others are delayed, from 5 ms to 5 s. Default 20 ms.</param>
/// <param name="Gap">At most one packet in this many is sent at once, from 1, the default: each may.</param>
/// <param name="To"><inheritdoc cref="ImpairmentParameters" path="/param[@name='To']"/></param>
/// <param name="Direction"><inheritdoc cref="ImpairmentParameters" path="/param[@name='Direction']"/></param>
internal sealed record ReorderParameters(double Percent, TimeSpan Delay, int Gap, PeerChoice To, Direction Direction)
    : ImpairmentParameters(To, Direction)
{
    [JsonIgnore]
    public override Shape Shape => new(Delay) { Reordering = new(Percent, Gap) };
}
