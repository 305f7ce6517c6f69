using System.Text.Json.Serialization;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Delay;

/// <param name="Delay">Added to every packet that the nodes send to the others. From 1 ms, so that a round trip takes at most 15 s.</param>
/// <param name="Jitter">By how much the delay varies. Default none, at most the delay.</param>
/// <param name="Distribution">How it varies. Default uniform: up to the jitter less or more.</param>
/// <param name="To">Who is far away. <c>peers</c>, the default: all other members, so that chosen nodes are far from each other as
/// well.</param>
/// <param name="Direction">
/// <c>outbound</c>, the default: packets of the chosen nodes. <c>both</c>: also the members' packets to them, which doubles what a round
/// trip takes; clients' packets are never held up on their way in.
/// </param>
internal sealed record DelayParameters(
    TimeSpan Delay, TimeSpan Jitter, PeerChoice To, Direction Direction, Spread Distribution = Spread.Uniform) : FaultParameters
{
    [JsonIgnore]
    public Shape Shape => new(Delay, Jitter) { Spread = Distribution };

    /// <summary>Twice the longest round trip: packets must arrive while it lasts, and more than one.</summary>
    public override TimeSpan LeastHold => 2 * RoundTrip(bothWays: Direction == Direction.Both);

    /// <summary>What is added to a round trip at most.</summary>
    public TimeSpan RoundTrip(bool bothWays) => (bothWays ? 2 : 1) * Shape.LongestDelay;
}
