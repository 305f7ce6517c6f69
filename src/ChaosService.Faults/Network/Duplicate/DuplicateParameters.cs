using System.Text.Json.Serialization;
using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Duplicate;

/// <param name="Percent">Share that arrives twice, from 0.1 %.</param>
/// <param name="To"><inheritdoc cref="ImpairmentParameters" path="/param[@name='To']"/></param>
/// <param name="Direction"><inheritdoc cref="ImpairmentParameters" path="/param[@name='Direction']"/></param>
internal sealed record DuplicateParameters(double Percent, PeerChoice To, Direction Direction) : ImpairmentParameters(To, Direction)
{
    [JsonIgnore]
    public override Shape Shape => new() { Duplicated = Percent };
}
