using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>What is said arrives later, in the order in which it was said.</summary>
/// <param name="Delay">From 1 ms.</param>
/// <param name="Jitter">Up to this much less or more, uniform.</param>
internal sealed record LatencyToxic(TimeSpan Delay, TimeSpan Jitter) : Toxic
{
    public override Lane NewLane(SeededRandom random, TimeProvider time) => new LatencyLane(this, random, time);
}
