using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Tcp.Toxics;

/// <summary>Data arrives later, in its original order.</summary>
/// <param name="Delay">From 1 ms.</param>
/// <param name="Jitter">At most this much less or more, uniformly distributed.</param>
internal sealed record LatencyToxic(TimeSpan Delay, TimeSpan Jitter) : Toxic
{
    public override Lane NewLane(SeededRandom random, TimeProvider time) => new LatencyLane(this, random, time);
}
