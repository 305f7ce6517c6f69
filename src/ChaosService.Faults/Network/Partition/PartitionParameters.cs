using System.Text.Json.Serialization;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Partition;

/// <param name="From">The other side. <c>peers</c>, the default: the members that were not chosen, so that the chosen stay
/// together. <c>clients</c>: everyone who is not a member. Only for the shape <c>isolate</c>.</param>
/// <param name="Direction">As the chosen nodes see it. Default <c>both</c>. Only for the shape <c>isolate</c>.</param>
/// <param name="Mode">What happens to a packet that is cut. Default <c>drop</c>.</param>
/// <param name="Shape">How the nodes are split. Default <c>isolate</c>.</param>
internal sealed record PartitionParameters(
    PeerChoice From, Direction Direction, CutMode Mode = CutMode.Drop, PartitionShape Shape = PartitionShape.Isolate) : FaultParameters
{
    [JsonIgnore]
    public bool HasGrudge => Shape != PartitionShape.Isolate;

    /// <summary>Which nodes are cut off from each other.</summary>
    /// <param name="others">The other ends of nodes that are isolated; null: everyone.</param>
    public NetworkFault On(
        string id, IReadOnlyList<string> nodes, IReadOnlyList<string>? others, IReadOnlyList<string> members, long seed) =>
        HasGrudge
            ? new(id, nodes, Shape == PartitionShape.Primaries ? members : nodes, Direction.Both)
            {
                Mode = Mode, Grudge = PartitionDraw.Of(Shape, nodes, members, seed),
            }
            : new(id, nodes, others, Direction) { Mode = Mode, Spared = From.Spared(members) };
}
