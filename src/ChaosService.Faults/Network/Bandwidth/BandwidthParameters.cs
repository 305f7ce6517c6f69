using System.Text.Json.Serialization;
using ChaosService.Faults.Network.Impairment;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Bandwidth;

/// <param name="Rate">Bits per second of each link from one node to another, headers included, from 64 kbit to 1 gbit.</param>
/// <param name="Queue">A packet that would wait longer than this for those before it is dropped, as a full router drops it. Default
/// 100 ms, from 10 ms to 5 s.</param>
/// <param name="To"><inheritdoc cref="ImpairmentParameters" path="/param[@name='To']"/></param>
/// <param name="Direction"><inheritdoc cref="ImpairmentParameters" path="/param[@name='Direction']"/></param>
internal sealed record BandwidthParameters(long Rate, TimeSpan Queue, PeerChoice To, Direction Direction)
    : ImpairmentParameters(To, Direction)
{
    [JsonIgnore]
    public override Shape Shape => new() { Rate = new(Rate, Queue) };
}
