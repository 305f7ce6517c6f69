using System.Text.Json.Serialization;
using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Corrupt;

/// <param name="Percent">Share of packets in which a bit is flipped, from 0.1 %.</param>
/// <param name="To"><inheritdoc cref="ImpairmentParameters" path="/param[@name='To']"/></param>
/// <param name="Direction"><inheritdoc cref="ImpairmentParameters" path="/param[@name='Direction']"/></param>
internal sealed record CorruptParameters(double Percent, PeerChoice To, Direction Direction) : ImpairmentParameters(To, Direction)
{
    [JsonIgnore]
    public override Shape Shape => new() { Corrupted = Percent };
}
