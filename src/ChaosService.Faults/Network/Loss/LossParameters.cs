using System.Text.Json.Serialization;
using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Loss;

/// <param name="Packets">How they are lost: <c>percent</c> of them (from 0.1 %), with <c>correlation</c> (default none, up to 90 %), in
/// bursts, by the model of Gilbert and Elliott, or by four states.</param>
/// <param name="To"><inheritdoc cref="ImpairmentParameters" path="/param[@name='To']"/></param>
/// <param name="Direction"><inheritdoc cref="ImpairmentParameters" path="/param[@name='Direction']"/></param>
internal sealed record LossParameters(PacketLoss Packets, PeerChoice To, Direction Direction) : ImpairmentParameters(To, Direction)
{
    [JsonIgnore]
    public override Shape Shape => new() { Loss = Packets };
}
